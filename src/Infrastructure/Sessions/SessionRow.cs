using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Sessions;

internal sealed class SessionRow
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public AppUser? Account { get; init; }

    /// <summary>The <c>amr</c> values with a blank between.</summary>
    public required string Methods { get; set; }

    /// <summary>One of the names that <see cref="DeviceName"/> gives, never the client's own text.</summary>
    public required string Device { get; init; }

    /// <summary>Where it was last used, shortened.</summary>
    public required string? Network { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset AuthenticatedAt { get; set; }

    public required DateTimeOffset LastUsedAt { get; set; }

    public required DateTimeOffset EndsAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public SessionEnd? EndReason { get; set; }

    internal static void Configure(EntityTypeBuilder<SessionRow> session)
    {
        session.ToTable("sessions");
        session.Property(s => s.Id).ValueGeneratedNever();
        session.Property(s => s.Methods).HasMaxLength(50);
        session.Property(s => s.Device).HasMaxLength(DeviceName.MaxLength).HasDefaultValue(DeviceName.Unknown);
        session.Property(s => s.Network).HasMaxLength(Source.MaxNetworkLength);
        session.HasOne(s => s.Account).WithMany().HasForeignKey(s => s.AccountId);
        session.HasIndex(s => s.EndsAt);
        session.HasIndex(s => s.EndedAt).HasFilter("ended_at IS NOT NULL");
    }

    internal OpenSession ToOpenSession() =>
        new(new SessionId(Id), Device, Network, CreatedAt, LastUsedAt, AuthenticationMethods.Parse(Methods));

    internal Session ToSession() =>
        new(new SessionId(Id), new AccountId(AccountId), AuthenticationMethods.Parse(Methods), AuthenticatedAt, EndsAt);
}
