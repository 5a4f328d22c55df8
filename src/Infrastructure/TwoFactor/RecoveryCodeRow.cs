using CleanAuth.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.TwoFactor;

/// <summary>A code that is left; a used one is deleted.</summary>
internal sealed class RecoveryCodeRow
{
    public required Guid AccountId { get; init; }

    public AppUser? Account { get; init; }

    public required int Number { get; init; }

    public required byte[] Salt { get; init; }

    public required byte[] Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal static void Configure(EntityTypeBuilder<RecoveryCodeRow> code)
    {
        code.ToTable("recovery_codes");
        code.HasKey(c => new { c.AccountId, c.Number });
        code.Property(c => c.Number).ValueGeneratedNever();
        code.Property(c => c.Salt).HasMaxLength(16);
        code.Property(c => c.Hash).HasMaxLength(32);
        code.HasOne(c => c.Account).WithMany().HasForeignKey(c => c.AccountId);
    }
}
