using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Sessions;

internal sealed class RefreshTokenRow : ISpendable
{
    public required byte[] TokenHash { get; init; }

    public required Guid SessionId { get; init; }

    public SessionRow? Session { get; init; }

    /// <summary>The key that its successor is derived with, so that a repeat gets the same one after a key change (security-requirements D12).</summary>
    public required string SuccessorKeyId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; set; }

    internal static void Configure(EntityTypeBuilder<RefreshTokenRow> token)
    {
        token.ToTable("refresh_tokens");
        token.HasKey(t => t.TokenHash);
        token.Property(t => t.TokenHash).HasMaxLength(32);
        token.Property(t => t.SuccessorKeyId).HasMaxLength(64);
        token.HasOne(t => t.Session).WithMany().HasForeignKey(t => t.SessionId);
        token.HasIndex(t => t.ExpiresAt);
    }
}
