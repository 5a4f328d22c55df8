using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.Otp;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Otp;

internal sealed class HmacOtpHasher(MasterKeys keys) : IOtpHasher
{
    public CodeHash Hash(OtpChallenge challenge, OtpCode code) =>
        new(keys.CurrentId, Compute(keys.Derive(keys.CurrentId, KeyPurposes.OtpCode), challenge, code));

    public bool Verify(OtpChallenge challenge, OtpCode code, CodeHash hash) =>
        keys.TryDerive(hash.KeyId, KeyPurposes.OtpCode, out var key)
        && CryptographicOperations.FixedTimeEquals(Compute(key, challenge, code), hash.Value);

    private static byte[] Compute(byte[] key, OtpChallenge challenge, OtpCode code)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> purpose = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(purpose, (int)challenge.Scope.Purpose);
        Append(hmac, purpose);
        Append(hmac, challenge.Scope.Account?.Value.ToByteArray(bigEndian: true));
        Append(hmac, challenge.Scope.Waiting?.ToByteArray(bigEndian: true));
        Append(hmac, challenge.Scope.Session?.Value.ToByteArray(bigEndian: true));
        Append(hmac, Encoding.UTF8.GetBytes(challenge.Phone.Value));
        Append(hmac, Encoding.UTF8.GetBytes(challenge.Id.Value));
        Append(hmac, Encoding.UTF8.GetBytes(code.Reveal()));
        return hmac.GetHashAndReset();
    }

    /// <summary>The length comes first, so that no two lists of parts are the same bytes.</summary>
    private static void Append(IncrementalHash hmac, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hmac.AppendData(length);
        hmac.AppendData(part);
    }
}
