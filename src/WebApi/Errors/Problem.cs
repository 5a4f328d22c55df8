using CleanAuth.Domain;

namespace CleanAuth.WebApi.Errors;

/// <summary>The body of every refusal: application/problem+json of RFC 9457 with a stable code.</summary>
internal sealed class Problem
{
    /// <summary>Where the code is explained: <c>/problems/</c> and the code.</summary>
    public required string Type { get; init; }

    /// <summary>A few words; the same for every occurrence.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What happened here, for a developer.</summary>
    public required string Detail { get; init; }

    /// <summary>Stable, snake_case; branch on this.</summary>
    public required string Code { get; init; }

    /// <summary>Finds the request in the logs.</summary>
    public required string TraceId { get; init; }

    /// <summary>Helps a person mend it: <c>clockSkew</c> with <c>code_invalid</c> says that the device's clock is slow.</summary>
    public string? Hint { get; init; }

    /// <summary>What a step-up can be made with, best first; only with <c>step_up_required</c>.</summary>
    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>By JSON member name; only with <c>validation_failed</c>.</summary>
    public IReadOnlyDictionary<string, MemberError[]>? Errors { get; init; }
}
