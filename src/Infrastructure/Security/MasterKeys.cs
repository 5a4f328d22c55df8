using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Security;

/// <summary>The configured master keys. They are never used themselves: each use has its own key, derived from one of them.</summary>
internal sealed class MasterKeys
{
    private readonly FrozenDictionary<string, MasterKey> _keys;
    private readonly ConcurrentDictionary<(string KeyId, string Purpose), byte[]> _derived = new();

    public MasterKeys(IOptions<MasterKeyOptions> options)
    {
        var current = Parse(options.Value.MasterKey);
        CurrentId = current.Id;
        _keys = options.Value.PreviousMasterKeys.Select(Parse).Append(current).ToFrozenDictionary(key => key.Id);
    }

    /// <summary>The key that makes everything new; its id is stored beside what it made.</summary>
    internal string CurrentId { get; }

    /// <summary>Every configured key, the current one included.</summary>
    internal IEnumerable<string> Ids => _keys.Keys;

    internal bool Knows(string keyId) => _keys.ContainsKey(keyId);

    /// <summary>HKDF-SHA256, 32 bytes. The array is shared: callers only read it.</summary>
    /// <param name="keyId">A stored key id, or <see cref="CurrentId"/>.</param>
    /// <param name="purpose">One of <see cref="KeyPurposes"/>.</param>
    /// <exception cref="InvalidOperationException">The key is no longer configured.</exception>
    internal byte[] Derive(string keyId, string purpose) =>
        TryDerive(keyId, purpose, out var key)
            ? key
            : throw new InvalidOperationException($"The master key '{keyId}' is neither Security:MasterKey nor one of Security:PreviousMasterKeys.");

    internal bool TryDerive(string keyId, string purpose, [NotNullWhen(true)] out byte[]? key)
    {
        key = _keys.TryGetValue(keyId, out var master)
            ? _derived.GetOrAdd((master.Id, purpose), static (entry, from) => Expand(from, entry.Purpose), master)
            : null;
        return key is not null;
    }

    /// <summary>
    /// What <paramref name="text"/> is called where it is stored but must not be read: HMAC-SHA-256 with the current key, 32 bytes. Nobody
    /// without the key can tell which text it is, and under another current key it is called otherwise.
    /// </summary>
    /// <param name="purpose">One of <see cref="KeyPurposes"/>.</param>
    internal byte[] NameOf(string purpose, string text) => HMACSHA256.HashData(Derive(CurrentId, purpose), Encoding.UTF8.GetBytes(text));

    private static byte[] Expand(MasterKey master, string purpose)
    {
        var derived = new byte[MasterKey.Bytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master.Value, derived, salt: [], info: Encoding.UTF8.GetBytes(purpose));
        return derived;
    }

    private static MasterKey Parse(string text) =>
        MasterKey.TryParse(text, out var key, out var fault) ? key : throw new InvalidOperationException($"A master key {fault}");
}
