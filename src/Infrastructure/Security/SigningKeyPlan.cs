using CleanAuth.Domain.Sessions;

namespace CleanAuth.Infrastructure.Security;

/// <summary>When keys are made, sign and go: rules of nothing but the clock and the known keys, so that every node decides alike.</summary>
internal static class SigningKeyPlan
{
    /// <summary>A new key is published this long before it signs, so that everybody who keeps a copy of the key set knows it by then.</summary>
    internal static readonly TimeSpan Announcement = TimeSpan.FromHours(24);

    /// <summary>How often a node reads the table.</summary>
    internal static readonly TimeSpan Reload = TimeSpan.FromSeconds(2);

    /// <summary>From the command that withdraws keys to the moment that it holds; each node has read the table twice by then, and knows the new key.</summary>
    internal static readonly TimeSpan Handover = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a key is kept after the next one began to sign: the longest life that a token may be given, and the clocks' difference twice, for the
    /// node that signed late and for the one that forgives. Not the life of today's configuration: yesterday's may have been longer.
    /// </summary>
    internal static readonly TimeSpan Overlap = TimeSpan.FromSeconds(JwtPolicy.MostAccessTokenSeconds + (2 * JwtPolicy.MostClockSkewSeconds));

    /// <summary>True when the key after the last of these is to be announced.</summary>
    internal static bool IsNextDue(IEnumerable<KeyTerm> terms, JwtPolicy policy, DateTimeOffset now) =>
        terms.LastOrDefault(term => term.WithdrawnAt is null) is not { } last || last.SignsFrom + policy.SigningKeyLife - Announcement <= now;

    /// <summary>True when no token that this key signed can be good any more.</summary>
    internal static bool IsOver(KeyTerm term, IEnumerable<KeyTerm> terms, DateTimeOffset now) =>
        !term.CountsAt(now)
        || terms.Any(next => next.Generation > term.Generation && next.WithdrawnAt is null && next.SignsFrom + Overlap <= now);

    /// <summary>The next whole second.</summary>
    internal static DateTimeOffset WholeSecond(DateTimeOffset at) =>
        new(at.UtcTicks + ((TimeSpan.TicksPerSecond - (at.UtcTicks % TimeSpan.TicksPerSecond)) % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
