using System.ComponentModel.DataAnnotations;

namespace CleanAuth.Domain.Otp;

/// <summary>Codes by SMS: the numbers of product.md, each configurable within what NIST SP 800-63B-4 and ASVS 5.0 allow.</summary>
public sealed class OtpPolicy : IValidatableObject
{
    public const string Section = "Otp";

    /// <summary>Digits of a code (6-10).</summary>
    [Range(OtpCode.MinLength, OtpCode.MaxLength)]
    public int CodeLength { get; init; } = 6;

    /// <summary>Life of a code in seconds (60-600).</summary>
    [Range(60, 600)]
    public int CodeSeconds { get; init; } = 300;

    /// <summary>Wrong codes that one challenge takes (3-10).</summary>
    [Range(3, 10)]
    public int MaxTries { get; init; } = 5;

    private const int LongestGap = 600;

    /// <summary>Seconds (1-600) to wait before the first, second and every further resend; null for 30, 60, 120 (binding would append to a default array).</summary>
    [Length(1, 10)]
    public int[]? ResendSeconds { get; init; }

    /// <summary>Sends to one number in any 10 minutes, in one lane (1-20).</summary>
    [Range(1, 20)]
    public int MaxSendsPer10Minutes { get; init; } = 5;

    /// <summary>Sends to one number in any 24 hours, in one lane (1-100).</summary>
    [Range(1, 100)]
    public int MaxSendsPerDay { get; init; } = 10;

    /// <summary>Life of a <c>phoneVerificationToken</c> in seconds (60-600).</summary>
    [Range(60, 600)]
    public int ProofSeconds { get; init; } = 600;

    public IReadOnlyList<int> ResendGaps => ResendSeconds ?? [30, 60, 120];

    public TimeSpan CodeLife => TimeSpan.FromSeconds(CodeSeconds);

    public TimeSpan ProofLife => TimeSpan.FromSeconds(ProofSeconds);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // A longer gap would be forgotten before it ends, a shorter one is none.
        if (ResendGaps.Any(seconds => seconds is < 1 or > LongestGap))
        {
            yield return new ValidationResult($"Each value must be 1 to {LongestGap} seconds.", [nameof(ResendSeconds)]);
        }
    }
}
