namespace CleanAuth.Domain;

/// <summary>What sort of refusal an <see cref="Error"/> is; the web layer maps each kind to one HTTP status.</summary>
public enum ErrorKind
{
    Invalid,
    Unauthenticated,
    Forbidden,
    NotFound,
    Conflict,
    Gone,
    Throttled,
    Unavailable,
}

/// <summary>An expected refusal. Outages and bugs are exceptions, never an <see cref="Error"/>.</summary>
/// <param name="Kind">The sort of refusal.</param>
/// <param name="Code">Stable, snake_case; clients branch on it and it is listed in the problem catalogue.</param>
/// <param name="Detail">One sentence for a developer; never holds anything that a client sent.</param>
public sealed record Error(ErrorKind Kind, string Code, string Detail)
{
    /// <summary>How long to wait before trying again; for <see cref="ErrorKind.Throttled"/> and <see cref="ErrorKind.Unavailable"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The limit that was reached, for the <c>RateLimit</c> fields; with <see cref="ErrorKind.Throttled"/>.</summary>
    public Limit? Limit { get; init; }

    /// <summary>A stable word that helps a person mend it, such as <c>clockSkew</c>.</summary>
    public string? Hint { get; init; }

    /// <summary>What would be accepted instead, best first; with <c>step_up_required</c>.</summary>
    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>By JSON member name; only with <c>validation_failed</c>.</summary>
    public IReadOnlyDictionary<string, MemberError[]>? Members { get; init; }
}

/// <summary>So many in so much time.</summary>
/// <param name="Name">Lower case letters, digits and dashes.</param>
public sealed record Limit(string Name, int Quota, TimeSpan Window);

/// <summary>Why one JSON member was refused.</summary>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Message">What is expected, in words.</param>
public sealed record MemberError(string Code, string Message);
