using System.ComponentModel.DataAnnotations;

namespace CleanAuth.Domain.Login;

/// <summary>How many wrong passwords an account takes in a row (NIST SP 800-63B-4 3.2.2: at most 100).</summary>
public sealed class PasswordBudgetPolicy
{
    public const string Section = "Budgets:Passwords";

    /// <summary>Wrong passwords in a row before each further one costs a delay (3-20).</summary>
    [Range(3, 20)]
    public int FreeFailures { get; init; } = 5;

    /// <summary>The first delay in seconds; each further failure doubles it (1-300).</summary>
    [Range(1, 300)]
    public int FirstDelaySeconds { get; init; } = 1;

    /// <summary>The longest delay in seconds (60-3600).</summary>
    [Range(60, 3600)]
    public int MaxDelaySeconds { get; init; } = 900;

    /// <summary>Wrong passwords in a row that close a counter until a reset, an unlock, or 30 days without another one (20-100).</summary>
    [Range(20, 100)]
    public int CloseAt { get; init; } = 100;

    /// <summary>What a refused client is told of it.</summary>
    public Limit Limit => new("wrong-passwords", FreeFailures, TimeSpan.FromSeconds(MaxDelaySeconds));
}
