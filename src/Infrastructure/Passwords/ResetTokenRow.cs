using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Passwords;

internal sealed class ResetTokenRow : ISpendable
{
    public required byte[] TokenHash { get; init; }

    public required Guid AccountId { get; init; }

    public AppUser? Account { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; set; }

    internal static void Configure(EntityTypeBuilder<ResetTokenRow> token)
    {
        token.ToTable("reset_tokens");
        token.HasKey(t => t.TokenHash);
        token.Property(t => t.TokenHash).HasMaxLength(32);
        token.HasIndex(t => t.ExpiresAt);
        token.HasOne(t => t.Account).WithMany().HasForeignKey(t => t.AccountId);
    }
}
