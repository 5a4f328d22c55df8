using System.ComponentModel.DataAnnotations;
using CleanAuth.Domain.Accounts;

namespace CleanAuth.Infrastructure.Passwords;

/// <summary>What new passwords are compared with, in the section of <see cref="PasswordPolicy"/>.</summary>
internal sealed class PasswordChecksOptions : IValidatableObject
{
    internal const string Section = PasswordPolicy.Section;

    /// <summary>A file as <see cref="CommonPasswordFile"/> reads it. A relative path begins beside the binaries, where the list that is shipped lies.</summary>
    [Required]
    public string CommonListFile { get; init; } = "common-passwords.txt";

    /// <summary>Whether new passwords are looked up at <see cref="BreachedBaseUrl"/>.</summary>
    public bool BreachedCheck { get; init; }

    /// <summary>A server with the range API of Have I Been Pwned: Pwned Passwords, or a mirror of it.</summary>
    public string BreachedBaseUrl { get; init; } = "https://api.pwnedpasswords.com";

    /// <summary>For a look-up as a whole, from the look-up of the name to the last byte of the answer; then the password is taken (1-10).</summary>
    [Range(1, 10)]
    public int BreachedTimeoutSeconds { get; init; } = 2;

    internal string CommonListPath => Path.Combine(AppContext.BaseDirectory, CommonListFile);

    internal TimeSpan BreachedTimeout => TimeSpan.FromSeconds(BreachedTimeoutSeconds);

    /// <param name="prefix">The first five hexadecimal digits of the hash.</param>
    internal Uri RangeUrl(string prefix) => new($"{BreachedBaseUrl.TrimEnd('/')}/range/{prefix}");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!OutgoingAddress.IsOne(BreachedBaseUrl))
        {
            yield return new ValidationResult($"It must be {OutgoingAddress.Form}.", [nameof(BreachedBaseUrl)]);
        }
    }
}
