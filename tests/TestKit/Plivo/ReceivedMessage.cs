using System.Text.RegularExpressions;

namespace CleanAuth.TestKit.Plivo;

/// <summary>One request as it reached the stub.</summary>
/// <param name="Uuid">What the stub calls the message when it accepts it.</param>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Path">As sent, with the query.</param>
/// <param name="Headers">Names compare without case; repeated headers are joined with a comma.</param>
/// <param name="Body">As sent.</param>
/// <param name="Fields">The members of the JSON body, or nothing when it is no JSON object.</param>
public sealed partial record ReceivedMessage(
    string Uuid,
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Whether it asks for a call and not for a message.</summary>
    public bool IsCall => Path.EndsWith("/Call/", StringComparison.Ordinal);

    /// <summary>The number with its plus sign, or empty.</summary>
    public string To => Fields.TryGetValue(IsCall ? "to" : "dst", out var digits) ? $"+{digits}" : "";

    public string Text => Fields.GetValueOrDefault("text", "");

    /// <summary>The code in the last line <c>@domain #code</c>, or null when the message carries none.</summary>
    public string? Code => LastLine().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^@\S+ #([0-9]+)\z", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex LastLine();
}
