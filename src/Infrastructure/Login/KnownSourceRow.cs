using CleanAuth.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Login;

internal sealed class KnownSourceRow
{
    public required Guid AccountId { get; init; }

    public AppUser? Account { get; init; }

    /// <summary>HMAC-SHA-256 of account and network, 32 bytes.</summary>
    public required byte[] SourceKey { get; init; }

    public required DateTimeOffset LastLoginAt { get; set; }

    internal static void Configure(EntityTypeBuilder<KnownSourceRow> source)
    {
        source.ToTable("known_sources");
        source.HasKey(s => new { s.AccountId, s.SourceKey });
        source.Property(s => s.SourceKey).HasMaxLength(32);
        source.HasIndex(s => s.LastLoginAt);
        source.HasOne(s => s.Account).WithMany().HasForeignKey(s => s.AccountId);
    }
}
