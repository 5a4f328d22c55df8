using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Infrastructure.TwoFactor;

internal sealed class TotpVerifier : ITotpVerifier
{
    private const int Modulus = 1_000_000;

    public TotpMatch Match(TotpSecret secret, string code, DateTimeOffset now)
    {
        var current = Totp.StepAt(now);
        long? matched = null;
        var isOld = false;

        // Every step is computed whatever was found: the time tells nothing. The newest match wins, so that no older step stays usable after it.
        for (var offset = Totp.OldestHintedStep; offset <= Totp.Window; offset++)
        {
            var isRight = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeAt(secret, current + offset)), Encoding.UTF8.GetBytes(code));
            matched = isRight && offset >= -Totp.Window ? current + offset : matched;
            isOld |= isRight && offset < -Totp.Window;
        }

        return new TotpMatch(matched, matched is null && isOld);
    }

    /// <summary>HOTP with the step as its counter, and dynamic truncation (RFC 4226 5.3).</summary>
    internal static string CodeAt(TotpSecret secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable RS0030, CA5350 // The one place where RFC 6238 asks for HMAC-SHA-1, which is all that authenticator apps speak; HMAC does not need collision resistance.
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret.Reveal(), counter, mac);
#pragma warning restore RS0030, CA5350
        var truncated = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xF)..]) & int.MaxValue;
        return (truncated % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }
}
