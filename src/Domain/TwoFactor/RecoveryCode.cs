using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>
/// A code for the day on which the phone is lost: its number in the set, then 80 random bits in Crockford's base32 (NIST SP 800-63B-4 3.1.2.1 asks
/// for 64). The number says which stored hash to compare with, so a try costs one (security-requirements D11). Prints nothing.
/// </summary>
public sealed class RecoveryCode
{
    /// <summary>Codes of one set.</summary>
    public const int SetSize = 10;

    /// <summary>From this many on the owner is told to make new ones.</summary>
    public const int FewLeft = 3;

    /// <summary>Characters of the longest accepted spelling.</summary>
    public const int MaxSpelling = 40;

    private const int Symbols = 16;
    private const int Group = 4;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly string _symbols;

    private RecoveryCode(int number, string symbols) => (Number, _symbols) = (number, symbols);

    /// <summary>Which one of its set (0-9); no secret.</summary>
    public int Number { get; }

    public static IReadOnlyList<RecoveryCode> GenerateSet() =>
        [.. Enumerable.Range(0, SetSize).Select(number => new RecoveryCode(number, RandomNumberGenerator.GetString(Alphabet, Symbols)))];

    /// <exception cref="FormatException">The text was not validated before; it is not in the message.</exception>
    public static RecoveryCode Parse(string text) => TryParse(text, out var parsed) ? parsed : throw new FormatException("Not a recovery code.");

    /// <summary>Takes any case, blanks and dashes anywhere, and the letters that look like digits: O for 0, I and L for 1 (Crockford).</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RecoveryCode? code)
    {
        code = null;
        if (text is not { Length: <= MaxSpelling })
        {
            return false;
        }

        var canonical = string.Concat(text.Where(c => c is not (' ' or '-')).Select(Canonical));
        code = canonical.Length == 1 + Symbols && char.IsAsciiDigit(canonical[0]) && canonical.All(Alphabet.Contains)
            ? new RecoveryCode(canonical[0] - '0', canonical[1..])
            : null;
        return code is not null;
    }

    /// <summary>What is hashed: one form of every spelling. The one way to the secret; grep for it in review.</summary>
    public string Reveal() => _symbols;

    /// <summary>What the owner writes down, such as <c>3-K7QM-9TXA-2BCD-EFGH</c>.</summary>
    public string RevealText() => $"{Number}-{string.Join('-', _symbols.Chunk(Group).Select(group => new string(group)))}";

    public override string ToString() => "RecoveryCode(***)";

    private static char Canonical(char c) => char.ToUpperInvariant(c) switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        var upper => upper,
    };
}
