using CleanAuth.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.TwoFactor;

internal sealed class AuthenticatorRow
{
    public required Guid AccountId { get; init; }

    public AppUser? Account { get; init; }

    /// <summary>Encrypted by Data Protection.</summary>
    public required byte[] ProtectedSecret { get; init; }

    /// <summary>The newest step whose code was taken.</summary>
    public required long LastStep { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal static void Configure(EntityTypeBuilder<AuthenticatorRow> authenticator)
    {
        authenticator.ToTable("authenticators");
        authenticator.HasKey(a => a.AccountId);
        authenticator.Property(a => a.ProtectedSecret).HasMaxLength(512);
        authenticator.HasOne(a => a.Account).WithMany().HasForeignKey(a => a.AccountId);
    }
}
