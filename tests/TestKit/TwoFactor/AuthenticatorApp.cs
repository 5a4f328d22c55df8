using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace CleanAuth.TestKit.TwoFactor;

/// <summary>An authenticator app of our own, written apart from the service: what it shows is what a phone would show.</summary>
public static class AuthenticatorApp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The six digits for a secret in base32 at a moment.</summary>
    public static string CodeAt(string secret, DateTimeOffset time) => CodeOfStep(secret, (ulong)(time.ToUnixTimeSeconds() / 30));

    private static string CodeOfStep(string secret, ulong step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(counter, step);
#pragma warning disable CA5350 // What every app computes (RFC 6238).
        var mac = HMACSHA1.HashData(Decode(secret), counter);
#pragma warning restore CA5350
        var at = mac[19] & 15;
        var number = ((mac[at] & 127) << 24) + (mac[at + 1] << 16) + (mac[at + 2] << 8) + mac[at + 3];
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string secret)
    {
        var bits = string.Concat(secret.Select(c => Convert.ToString(Alphabet.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
