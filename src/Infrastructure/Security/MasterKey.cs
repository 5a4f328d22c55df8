using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace CleanAuth.Infrastructure.Security;

/// <summary>256 bits and the id that stored values name them by; prints only the id.</summary>
internal sealed partial class MasterKey
{
    internal const int Bytes = 32;

    private readonly byte[] _bytes;

    private MasterKey(string id, byte[] bytes) => (Id, _bytes) = (id, bytes);

    internal string Id { get; }

    internal ReadOnlySpan<byte> Value => _bytes;

    /// <param name="text"><c>id:base64</c>.</param>
    /// <param name="fault">The rest of a sentence that begins with the setting's name; it never holds the value.</param>
    internal static bool TryParse(string? text, [NotNullWhen(true)] out MasterKey? key, [NotNullWhen(false)] out string? fault)
    {
        key = null;
        fault = null;
        var buffer = new byte[Bytes * 4];
        if (text is null || Form().Match(text) is not { Success: true } form || !Convert.TryFromBase64String(form.Groups["base64"].Value, buffer, out var length))
        {
            fault = "must be id:base64, where the id is 1 to 64 of A-Z, a-z, 0-9, _ and -, and the base64 is that of 32 bytes.";
        }
        else if (length != Bytes)
        {
            fault = $"holds {length} bytes; it must hold exactly {Bytes}.";
        }
        else if (LooksMade(buffer.AsSpan(0, Bytes)))
        {
            fault = "is a sample, a text or a pattern, not 32 random bytes; make one with `openssl rand -base64 32`.";
        }
        else
        {
            key = new MasterKey(form.Groups["id"].Value, buffer[..Bytes]);
        }

        return key is not null;
    }

    public override string ToString() => $"MasterKey({Id})";

    /// <summary>
    /// Text, few different bytes, or steps of one size: every value that a page can show as a sample is one of them. 32 random bytes
    /// are refused less than once in 10^13 draws.
    /// </summary>
    private static bool LooksMade(ReadOnlySpan<byte> bytes)
    {
        const int FewestDifferent = 16;
        return !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~')
            || new HashSet<byte>(bytes.ToArray()).Count < FewestDifferent
            || IsLadder(bytes);
    }

    private static bool IsLadder(ReadOnlySpan<byte> bytes)
    {
        for (var i = 2; i < bytes.Length; i++)
        {
            if ((byte)(bytes[i] - bytes[i - 1]) != (byte)(bytes[1] - bytes[0]))
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"^(?<id>[A-Za-z0-9_-]{1,64}):(?<base64>[A-Za-z0-9+/]{1,100}={0,2})\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
