using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.TwoFactor;

internal sealed class FactorBudgetRow
{
    public required Guid AccountId { get; init; }

    public AppUser? Account { get; init; }

    public required Factor Factor { get; init; }

    public required int Failures { get; set; }

    public DateTimeOffset? NextTryAt { get; set; }

    internal static void Configure(EntityTypeBuilder<FactorBudgetRow> budget)
    {
        budget.ToTable("factor_budgets");
        budget.HasKey(b => new { b.AccountId, b.Factor });

        // Finds the suspended ones; the setting that says when (Budgets:SuspendAt) is never below 20.
        budget.HasIndex(b => b.Failures).HasDatabaseName("ix_factor_budgets_failures").HasFilter("failures >= 20");
        budget.HasOne(b => b.Account).WithMany().HasForeignKey(b => b.AccountId);
    }
}
