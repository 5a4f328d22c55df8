using CleanAuth.Domain.TwoFactor;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Passwords;

/// <summary>No foreign key: strangers name accounts that do not exist, and those count alike.</summary>
internal sealed class ResetBudgetRow
{
    public required Guid Subject { get; init; }

    public required Factor Proof { get; init; }

    public required bool IsKnownSource { get; init; }

    public required int Failures { get; set; }

    public DateTimeOffset? NextTryAt { get; set; }

    public required DateTimeOffset LastFailureAt { get; set; }

    internal static void Configure(EntityTypeBuilder<ResetBudgetRow> budget)
    {
        budget.ToTable("reset_budgets");
        budget.HasKey(b => new { b.Subject, b.Proof, b.IsKnownSource });

        // For the clean-up.
        budget.HasIndex(b => b.LastFailureAt);
    }
}
