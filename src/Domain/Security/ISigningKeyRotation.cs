namespace CleanAuth.Domain.Security;

/// <summary>The keys that sign tokens, as far as an operator changes them. Nodes follow by themselves; the schedule needs nobody.</summary>
public interface ISigningKeyRotation
{
    /// <summary>Publishes the next key now, to sign a day later, so that everybody who keeps a copy of the key set knows it by then. One that waits already stays the next one.</summary>
    Task<NextSigningKey> AnnounceAsync(DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// For a key that leaked: a new key takes the place of every other one, waiting ones included. Their tokens end at the moment that is returned, some
    /// seconds ahead, so that all nodes change over at once.
    /// </summary>
    Task<DateTimeOffset> ReplaceAllAsync(DateTimeOffset now, CancellationToken ct);
}

/// <param name="SignsFrom">When it takes over.</param>
/// <param name="IsNew">False when it was announced before.</param>
public sealed record NextSigningKey(DateTimeOffset SignsFrom, bool IsNew);
