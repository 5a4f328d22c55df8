using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Login;

/// <summary>Bound to no account: names that nobody has are counted as well.</summary>
internal sealed class PasswordBudgetRow
{
    /// <summary>HMAC-SHA-256 of the e-mail, 32 bytes.</summary>
    public required byte[] NameKey { get; init; }

    /// <summary>HMAC-SHA-256 of the e-mail and who types: strangers, a known network or a session; 32 bytes.</summary>
    public required byte[] SourceKey { get; init; }

    public required int Failures { get; set; }

    public DateTimeOffset? NextTryAt { get; set; }

    public required DateTimeOffset LastFailureAt { get; set; }

    public bool RefusalNoted { get; set; }

    internal static void Configure(EntityTypeBuilder<PasswordBudgetRow> budget)
    {
        budget.ToTable("password_budgets");
        budget.HasKey(b => new { b.NameKey, b.SourceKey });
        budget.Property(b => b.NameKey).HasMaxLength(32);
        budget.Property(b => b.SourceKey).HasMaxLength(32);

        // For the clean-up.
        budget.HasIndex(b => b.LastFailureAt);
    }
}
