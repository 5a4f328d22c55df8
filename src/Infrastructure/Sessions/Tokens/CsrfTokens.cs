using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

/// <summary>The id of a master key, a dot, and the HMAC-SHA-256 of the subject with the key derived from it. Nothing is stored.</summary>
internal sealed class CsrfTokens(MasterKeys keys) : ICsrfTokens
{
    public string Issue(CsrfSubject subject) => Write(keys.CurrentId, keys.Derive(keys.CurrentId, KeyPurposes.CsrfToken), subject);

    public bool IsRight(string? presented, CsrfSubject subject) =>
        presented?.Split('.') is [var keyId, _]
        && keys.TryDerive(keyId, KeyPurposes.CsrfToken, out var key)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), Encoding.UTF8.GetBytes(Write(keyId, key, subject)));

    private static string Write(string keyId, byte[] key, CsrfSubject subject) =>
        $"{keyId}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{subject.Kind}:{subject.Id}")))}";
}
