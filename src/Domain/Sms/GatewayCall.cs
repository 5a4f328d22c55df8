namespace CleanAuth.Domain.Sms;

/// <summary>
/// A form that says it comes from the gateway, as it came over the network. Nothing in it is believed before <see cref="IGatewayCalls.Verify"/>,
/// and it prints nothing, because it holds the path secret and a person's number.
/// </summary>
/// <param name="PathSecret">The secret in the path.</param>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Target">Path and query as received, with their escapes.</param>
/// <param name="Fields">The decoded form in its order; a name may come several times.</param>
/// <param name="Headers">The header fields of the signature; names compare without case, several values are joined with commas.</param>
public sealed record GatewayCall(
    string PathSecret, string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The field if it is there exactly once.</summary>
    public string? this[string name] => Fields.Where(field => field.Key == name).Select(field => field.Value).ToList() is [var only] ? only : null;

    public override string ToString() => nameof(GatewayCall);
}
