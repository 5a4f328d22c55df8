namespace CleanAuth.Domain.Accounts;

/// <summary>What a number's calling code is for.</summary>
public enum CallingCodeKind
{
    /// <summary>A country, a territory or a group of them.</summary>
    Geographic,

    /// <summary>Assigned, but no person's phone that takes a message at a sane price: free, shared-cost and premium numbers, satellites, networks of machines.</summary>
    Special,

    /// <summary>Spare or reserved: nobody can have such a number.</summary>
    Unassigned,
}

/// <summary>The calling codes that the ITU assigned (Annex to ITU Operational Bulletin 1114: List of ITU-T Recommendation E.164 assigned country codes).</summary>
public static class CallingCode
{
    /// <summary>What <see cref="Of"/> gives for every number of an unassigned code, so that strangers cannot make up countries.</summary>
    public const string Unassigned = "unassigned";

    // One and two digits; every other code has three.
    private static readonly HashSet<string> s_short =
    [
        "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55",
        "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];

    private static readonly HashSet<int> s_special = [800, 808, 870, 878, 881, 882, 883, 888, 979];

    private const int NorthAmerican = 11;

    // Countries that dial a zero at home before numbers that never begin with one: behind the calling code it is a slip. Where numbers do begin with
    // zero (Italy, Gabon, Congo, Ivory Coast …), and where this is not sure, nothing is judged.
    private static readonly string[] s_withTrunkZero =
    [
        "27", "31", "32", "33", "40", "41", "43", "44", "46", "49", "60", "61", "62", "63", "64", "66", "81", "82", "84", "90", "91", "92", "94", "98", "234", "254", "353", "358", "380",
    ];

    // Within 211-998, as the bulletin lists them: spare, reserved or withdrawn.
    private static readonly HashSet<int> s_unassigned =
    [
        210, 214, 215, 217, 219, 259, 292, 293, 294, 295, 296, 384, 388, 422, 424, 425, 426, 427, 428, 429, 671, 684, 693, 694, 695, 696, 697, 698, 699,
        851, 854, 857, 858, 859, 875, 876, 877, 879, 884, 885, 887, 889, 969, 978, 990, 991, 997, 999,
    ];

    // Numbers inside a country that cost the caller extra (premium and personal numbering).
    private static readonly string[] s_premium = ["1900", "1976", "4470", "449", "49900", "3389", "34803", "34806", "34807", "39892", "39899", "41900", "41901", "41906"];

    /// <param name="digits">A number without its plus sign, at least three digits.</param>
    public static CallingCodeKind KindOf(string digits)
    {
        if (s_premium.Any(prefix => digits.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return CallingCodeKind.Special;
        }

        if (IsMisdialled(digits))
        {
            return CallingCodeKind.Unassigned;
        }

        if (s_short.Contains(digits[..1]) || s_short.Contains(digits[..2]))
        {
            return CallingCodeKind.Geographic;
        }

        var code = (100 * (digits[0] - '0')) + (10 * (digits[1] - '0')) + (digits[2] - '0');
        return s_special.Contains(code) ? CallingCodeKind.Special : IsAssigned(code) ? CallingCodeKind.Geographic : CallingCodeKind.Unassigned;
    }

    /// <summary>The calling code that a number begins with, such as <c>44</c>; premium and special numbers have one too.</summary>
    /// <param name="digits">A number without its plus sign, at least three digits.</param>
    public static string Of(string digits) =>
        KindOf(digits) == CallingCodeKind.Unassigned ? Unassigned : s_short.Contains(digits[..1]) ? digits[..1] : s_short.Contains(digits[..2]) ? digits[..2] : digits[..3];

    // Networks pass over a digit too many or a zero too much, and ring somebody who has his own number already: it would be a second one to every limit.
    private static bool IsMisdialled(string digits) =>
        (digits[0] == '1' && digits.Length != NorthAmerican) || s_withTrunkZero.Any(code => digits.StartsWith($"{code}0", StringComparison.Ordinal));

    private static bool IsAssigned(int code) =>
        !s_unassigned.Contains(code) && code is (>= 211 and <= 269) or (>= 290 and <= 299) or (>= 350 and <= 359) or (>= 370 and <= 389) or (>= 420 and <= 423)
            or (>= 500 and <= 509) or (>= 590 and <= 599) or (>= 670 and <= 692) or (>= 850 and <= 856) or 880 or 886 or (>= 960 and <= 968) or (>= 970 and <= 977)
            or (>= 992 and <= 998);
}
