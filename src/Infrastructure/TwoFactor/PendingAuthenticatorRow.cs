using CleanAuth.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.TwoFactor;

/// <summary>A secret that waits for its first code.</summary>
internal sealed class PendingAuthenticatorRow
{
    public required Guid AccountId { get; init; }

    public AppUser? Account { get; init; }

    /// <summary>The session or the enrolment that asked for it; no other one can confirm it (decisions 12).</summary>
    public required Guid SetupId { get; init; }

    /// <summary>Encrypted by Data Protection.</summary>
    public required byte[] ProtectedSecret { get; init; }

    public int Tries { get; set; }

    public required DateTimeOffset ExpiresAt { get; init; }

    internal static void Configure(EntityTypeBuilder<PendingAuthenticatorRow> pending)
    {
        pending.ToTable("pending_authenticators");
        pending.HasKey(p => p.AccountId);
        pending.Property(p => p.ProtectedSecret).HasMaxLength(512);
        pending.HasOne(p => p.Account).WithMany().HasForeignKey(p => p.AccountId);
        pending.HasIndex(p => p.ExpiresAt);
    }
}
