using System.ComponentModel.DataAnnotations;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Spend;

/// <summary>
/// What messages may cost and how many may go where (OWASP API4, API6). Money is in the currency of the gateway's account. Windows are fixed:
/// hours and days of UTC.
/// </summary>
public sealed class SpendPolicy : IValidatableObject
{
    public const string Section = "Sms:Spend";

    private const string HighestCap = "10000000";
    private const string HighestPrice = "100";
    private const int LongestCode = 7;

    /// <summary>Leading digits of a number, its calling code included, that share one window (4-12).</summary>
    [Range(4, 12)]
    public int PrefixDigits { get; init; } = 7;

    /// <summary>Messages in an hour to the numbers of one prefix that nobody proved yet (1-100,000).</summary>
    [Range(1, 100_000)]
    public int MaxPerPrefixPerHour { get; init; } = 30;

    /// <summary>Messages in an hour that one client (IPv4 address, IPv6 /64) asks for, to numbers that nobody proved yet (1-100,000).</summary>
    [Range(1, 100_000)]
    public int MaxPerClientPerHour { get; init; } = 20;

    /// <summary>Messages in a day that one account asks for, whichever the number; and, counted apart, notices to it (1-10,000).</summary>
    [Range(1, 10_000)]
    public int MaxPerAccountPerDay { get; init; } = 30;

    /// <summary>Money for all messages of a day (0-10,000,000).</summary>
    [Range(typeof(decimal), "0", HighestCap, ParseLimitsInInvariantCulture = true)]
    public decimal DayCap { get; init; } = 100;

    /// <summary>Money for the messages of a day to one calling code, so that one attacked country does not use up the others' (0-10,000,000).</summary>
    [Range(typeof(decimal), "0", HighestCap, ParseLimitsInInvariantCulture = true)]
    public decimal CountryDayCap { get; init; } = 25;

    /// <summary>The share of both money caps that messages to unproved numbers may take, in hundredths; the rest is kept for second factors (1-100).</summary>
    [Range(1, 100)]
    public int UnprovedPercent { get; init; } = 80;

    /// <summary>Price of a message by calling code, or a longer prefix (1 to 7 digits); the longest that fits counts (0-100 each).</summary>
    public Dictionary<string, decimal> Prices { get; init; } = [];

    /// <summary>Price of a message where <see cref="Prices"/> says nothing (0-100).</summary>
    [Range(typeof(decimal), "0", HighestPrice, ParseLimitsInInvariantCulture = true)]
    public decimal DefaultPrice { get; init; } = 0.10m;

    /// <summary>As <see cref="Prices"/>, for a voice call.</summary>
    public Dictionary<string, decimal> CallPrices { get; init; } = [];

    /// <summary>Price of a voice call where <see cref="CallPrices"/> says nothing (0-100).</summary>
    [Range(typeof(decimal), "0", HighestPrice, ParseLimitsInInvariantCulture = true)]
    public decimal DefaultCallPrice { get; init; } = 0.15m;

    /// <summary>The breaker of a country looks back this many minutes (15-1440).</summary>
    [Range(15, 1440)]
    public int BreakerWindowMinutes { get; init; } = 60;

    /// <summary>It judges from this many messages on (10-10,000).</summary>
    [Range(10, 10_000)]
    public int BreakerSample { get; init; } = 50;

    /// <summary>It opens when fewer codes than this in a hundred came back right (0-100; 0 keeps it closed).</summary>
    [Range(0, 100)]
    public int BreakerPercent { get; init; } = 20;

    /// <summary>It does not judge messages younger than this many minutes, because their people are still typing (0-10).</summary>
    [Range(0, 10)]
    public int BreakerGraceMinutes { get; init; } = 5;

    /// <summary>Records what it would refuse and lets it pass; the kill switch and the bound of the outbox hold all the same.</summary>
    public bool Shadow { get; init; }

    public TimeSpan BreakerWindow => TimeSpan.FromMinutes(BreakerWindowMinutes);

    public TimeSpan BreakerGrace => TimeSpan.FromMinutes(BreakerGraceMinutes);

    /// <summary>What a message to this number is taken to cost until the gateway says otherwise.</summary>
    public Money PriceOf(PhoneNumber phone, OtpChannel channel) =>
        Money.Of(channel == OtpChannel.Voice ? Longest(CallPrices, phone) ?? DefaultCallPrice : Longest(Prices, phone) ?? DefaultPrice);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        new[] { (Name: nameof(Prices), Table: Prices), (Name: nameof(CallPrices), Table: CallPrices) }
            .Where(prices => prices.Table.Any(price => !IsCode(price.Key) || price.Value is < 0 or > 100))
            .Select(prices => new ValidationResult("Each entry must be a calling code of 1 to 7 digits without a plus sign and a price of 0 to 100.", [prices.Name]));

    private static decimal? Longest(Dictionary<string, decimal> prices, PhoneNumber phone)
    {
        for (var length = LongestCode; length > 0; length--)
        {
            if (prices.TryGetValue(phone.Digits[..length], out var price))
            {
                return price;
            }
        }

        return null;
    }

    private static bool IsCode(string code) => code is { Length: >= 1 and <= LongestCode } && code[0] != '0' && code.All(char.IsAsciiDigit);
}
