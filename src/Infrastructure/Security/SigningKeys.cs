using System.Collections.Frozen;

namespace CleanAuth.Infrastructure.Security;

/// <summary>
/// The keys that sign and verify tokens, in memory. Looking one up never leads to a query, whatever the token says (ASVS 5.0 9.1.3);
/// <see cref="SigningKeyLoader"/> keeps them current.
/// </summary>
internal sealed class SigningKeys : IDisposable
{
    /// <summary>A new key is published this long before it signs, so that everybody who keeps a copy of the key set knows it by then.</summary>
    internal static readonly TimeSpan Announcement = TimeSpan.FromHours(24);

    private Loaded? _loaded;

    /// <summary>The key that signs.</summary>
    internal SigningKey Active => Current.Active;

    /// <summary>Every key whose tokens are accepted, the oldest first.</summary>
    internal IReadOnlyList<SigningKey> All => Current.All;

    private Loaded Current => Volatile.Read(ref _loaded) ?? throw new InvalidOperationException("The signing keys are not loaded yet: the host has not started.");

    /// <summary>Null for an unknown id, and for every id before the first load.</summary>
    internal SigningKey? Find(ReadOnlySpan<char> kid) =>
        Volatile.Read(ref _loaded) is { } loaded && loaded.ByKid.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(kid, out var key) ? key : null;

    /// <param name="keys">At least one, the oldest first.</param>
    internal void Replace(IReadOnlyList<SigningKey> keys, DateTimeOffset now)
    {
        var active = keys.LastOrDefault(key => key.CreatedAt + Announcement <= now) ?? keys[0];
        Volatile.Write(ref _loaded, new Loaded(active, keys, keys.ToFrozenDictionary(key => key.Kid, StringComparer.Ordinal)));
    }

    public void Dispose()
    {
        foreach (var key in _loaded?.All ?? [])
        {
            key.Dispose();
        }
    }

    private sealed record Loaded(SigningKey Active, IReadOnlyList<SigningKey> All, FrozenDictionary<string, SigningKey> ByKid);
}
