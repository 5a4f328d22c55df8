using CleanAuth.Domain.Otp;
using CleanAuth.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Otp;

/// <summary>
/// One send to one number, or for a password reset in the name of one account. The next send of a lane takes the next sequence number, and the primary key lets one of any number of parallel
/// requests have it.
/// </summary>
internal sealed class OtpSendRow
{
    /// <summary>HMAC of the number or the account (<see cref="NumberKeys"/>), so that what strangers ask for is not kept in clear (security-requirements section 17).</summary>
    public required byte[] NumberKey { get; init; }

    public required SendLane Lane { get; init; }

    public required int Sequence { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    internal static void Configure(EntityTypeBuilder<OtpSendRow> send)
    {
        send.ToTable("otp_sends");
        send.Property(s => s.NumberKey).HasMaxLength(32);
        send.HasKey(s => new { s.NumberKey, s.Lane, s.Sequence });
        send.Property(s => s.Sequence).ValueGeneratedNever();
        send.HasIndex(s => s.SentAt);
    }
}
