namespace CleanAuth.Infrastructure;

/// <summary>The address of another service, as a setting gives it.</summary>
internal static class OutgoingAddress
{
    internal const string Form = "an https address without user, query or fragment (http for loopback addresses only)";

    internal static bool IsOne(string? value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.UserInfo.Length == 0 && !value.Contains('?', StringComparison.Ordinal) && !value.Contains('#', StringComparison.Ordinal);
}
