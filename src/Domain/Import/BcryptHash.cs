using System.Globalization;
using System.Text.RegularExpressions;

namespace CleanAuth.Domain.Import;

/// <summary>
/// <c>$2a$</c>, <c>$2b$</c> or <c>$2y$</c>, cost, salt and hash. The three agree for text; <c>$2x$</c>, which marks a faulty computation, is
/// not taken.
/// </summary>
public sealed partial class BcryptHash : ForeignHash
{
    private BcryptHash(string text, int cost)
        : base(text) => Cost = cost;

    /// <summary>Base-2 logarithm of the rounds, 4-31.</summary>
    public int Cost { get; }

    public override bool IsAffordable => Cost <= HashBounds.MaxBcryptCost;

    internal static BcryptHash? Parse(string text) =>
        Form().Match(text) is { Success: true } match ? new BcryptHash(text, int.Parse(match.Groups["cost"].Value, CultureInfo.InvariantCulture)) : null;

    // The last characters of salt (128 bits) and hash (184 bits) have bits to spare. With one of them set nothing would ever be equal to it.
    [GeneratedRegex(@"^\$2[aby]\$(?<cost>0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26]\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
