namespace CleanAuth.Infrastructure.Security;

/// <summary>A signing key and its time.</summary>
/// <param name="Generation">Higher than that of every key before it.</param>
/// <param name="SignsFrom">From then on it signs, until a later key does. A whole second, as the <c>iat</c> of tokens is.</param>
/// <param name="WithdrawnAt">From then on its tokens are refused and it signs nothing; null but for a key that leaked.</param>
internal sealed record KeyTerm(SigningKey Key, int Generation, DateTimeOffset SignsFrom, DateTimeOffset? WithdrawnAt = null)
{
    /// <summary>By the clock and not by the next reload, so that all nodes change over at one moment.</summary>
    internal bool CountsAt(DateTimeOffset now) => WithdrawnAt is not { } end || now < end;
}
