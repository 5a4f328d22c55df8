using System.ComponentModel.DataAnnotations;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>How many wrong codes a factor takes in a row (NIST SP 800-63B-4 3.2.2: at most 100, and a new code never resets the count).</summary>
public sealed class BudgetPolicy
{
    public const string Section = "Budgets";

    /// <summary>Wrong codes in a row before each further one costs a delay (3-20).</summary>
    [Range(3, 20)]
    public int FreeFailures { get; init; } = 10;

    /// <summary>The first delay in seconds; each further failure doubles it (1-300).</summary>
    [Range(1, 300)]
    public int FirstDelaySeconds { get; init; } = 30;

    /// <summary>The longest delay in seconds (60-3600).</summary>
    [Range(60, 3600)]
    public int MaxDelaySeconds { get; init; } = 900;

    /// <summary>Wrong codes in a row that suspend the factor until another factor or an administrator clears it (20-100).</summary>
    [Range(20, 100)]
    public int SuspendAt { get; init; } = 100;
}
