using System.ComponentModel.DataAnnotations;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Sms;

/// <summary>What messages say and where they may go.</summary>
public sealed class SmsPolicy
{
    public const string Section = "Sms";

    /// <summary>Stands for every calling code; accepted in Development only.</summary>
    public const string AnyCallingCode = "*";

    /// <summary>Name in the message (1-20 characters of the GSM alphabet's letters, digits, space, dot, dash).</summary>
    [Required, RegularExpression(@"^[A-Za-z0-9 .\-]{1,20}\z")]
    public string BrandName { get; init; } = "CleanAuth";

    /// <summary>Host name for the last line <c>@domain #code</c>, which browsers bind the code to (WebOTP).</summary>
    [Required, RegularExpression(@"^[a-z0-9](?:[a-z0-9.\-]{0,61}[a-z0-9])?\z")]
    public required string Domain { get; init; }

    /// <summary>Calling codes that messages may go to, without the plus sign; none allowed until configured (SMS pumping).</summary>
    public string[] AllowedCallingCodes { get; init; } = [];

    /// <summary>An operator's own words: by purpose (<c>secondFactor</c>), then by language (<c>de</c>); see <see cref="CodeText"/> for the placeholders.</summary>
    public Dictionary<string, Dictionary<string, string>> Texts { get; init; } = [];

    /// <summary>Messages that may wait for the gateway; the next is refused with <c>unavailable</c> (10-100,000).</summary>
    [Range(10, 100_000)]
    public int MaxWaiting { get; init; } = 1000;

    /// <summary>Whether the owner of an account is told of changes by SMS, see <see cref="INotices"/>.</summary>
    public bool Notices { get; init; } = true;

    /// <summary>The language of notices, for an account has none of its own: one of <see cref="NoticeText.Languages"/>.</summary>
    [Required, AllowedValues("en", "de", "fr", "es", "pt", "zh")]
    public string NoticeLanguage { get; init; } = CodeText.DefaultLanguage;

    public IReadOnlyDictionary<string, string> TextsOf(OtpPurpose purpose) =>
        Texts.FirstOrDefault(texts => string.Equals(texts.Key, $"{purpose}", StringComparison.OrdinalIgnoreCase)).Value ?? [];

    public bool Allows(PhoneNumber phone) =>
        AllowedCallingCodes.Any(code => code == AnyCallingCode || phone.Digits.StartsWith(code, StringComparison.Ordinal));
}
