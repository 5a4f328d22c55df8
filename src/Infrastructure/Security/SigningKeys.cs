using System.Collections.Frozen;

namespace CleanAuth.Infrastructure.Security;

/// <summary>
/// The keys that sign and verify tokens, in memory. Looking one up never leads to a query, whatever the token says (ASVS 5.0 9.1.3);
/// <see cref="SigningKeyLoader"/> keeps them current.
/// </summary>
internal sealed class SigningKeys : IDisposable
{
    private Loaded? _loaded;

    /// <summary>Every key that others should know, the oldest first: those of the past whose tokens may live, and the next one. Not the withdrawn ones.</summary>
    internal IReadOnlyList<SigningKey> Published => [.. Current.Terms.Where(term => term.WithdrawnAt is null).Select(term => term.Key)];

    private Loaded Current => Volatile.Read(ref _loaded) ?? throw new InvalidOperationException("The signing keys are not loaded yet: the host has not started.");

    /// <summary>The key that signs what is issued at that moment.</summary>
    internal SigningKey ActiveAt(DateTimeOffset now) =>
        (Current.Terms.LastOrDefault(term => term.SignsFrom <= now && term.CountsAt(now)) ?? Current.Terms[0]).Key;

    /// <summary>Null for an unknown id, for a withdrawn key, and for every id before the first load.</summary>
    internal SigningKey? Find(ReadOnlySpan<char> kid, DateTimeOffset now) =>
        Volatile.Read(ref _loaded) is { } loaded && loaded.ByKid.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(kid, out var term) && term.CountsAt(now)
            ? term.Key
            : null;

    /// <summary>The key of that id in whatever state, or null.</summary>
    internal SigningKey? Held(string kid) => Volatile.Read(ref _loaded)?.ByKid.GetValueOrDefault(kid)?.Key;

    /// <param name="terms">At least one, the oldest first.</param>
    internal void Replace(IReadOnlyList<KeyTerm> terms) =>
        Volatile.Write(ref _loaded, new Loaded(terms, terms.ToFrozenDictionary(term => term.Key.Kid, StringComparer.Ordinal)));

    public void Dispose()
    {
        foreach (var term in _loaded?.Terms ?? [])
        {
            term.Key.Dispose();
        }
    }

    private sealed record Loaded(IReadOnlyList<KeyTerm> Terms, FrozenDictionary<string, KeyTerm> ByKid);
}
