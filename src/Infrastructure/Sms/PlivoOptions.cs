namespace CleanAuth.Infrastructure.Sms;

/// <summary>The account at Plivo that messages are sent with.</summary>
internal sealed class PlivoOptions
{
    internal const string Section = "Plivo";

    public string AuthId { get; init; } = "";

    public string AuthToken { get; init; } = "";

    /// <summary>Sender that people see: digits in E.164 form without the plus sign, a short code, or an alphanumeric name.</summary>
    public string SenderId { get; init; } = "";

    public string BaseUrl { get; init; } = "https://api.plivo.com";

    /// <summary>For one attempt as a whole, from the look-up of the name to the last byte of the answer (1-10).</summary>
    public int TimeoutSeconds { get; init; } = 5;

    /// <summary>The token before the last change: calls that it signed still count. May be empty.</summary>
    public string PreviousAuthToken { get; init; } = "";

    /// <summary>The main account's token when <see cref="AuthId"/> is a sub-account, for the <c>Ma-</c> signatures. May be empty.</summary>
    public string MainAuthToken { get; init; } = "";

    /// <summary>Whether V2 signatures count where no V3 header is present. They leave the form unsigned.</summary>
    public bool AllowV2Signatures { get; init; }

    /// <summary>How Plivo reaches this service: scheme, host and perhaps a path. Empty: it never calls, and webhooks do not exist.</summary>
    public string CallbackBaseUrl { get; init; } = "";

    /// <summary>Part of every webhook's path, beside its signature: at least 22 characters of base64url (128 bit).</summary>
    public string CallbackSecret { get; init; } = "";

    /// <summary>The number that calls come from: one of the account's at Plivo, in E.164 form without the plus sign. Empty: no calls.</summary>
    public string CallerId { get; init; } = "";

    internal bool OffersVoice => CallerId is { Length: > 0 } && HasCallbacks;

    internal bool HasCallbacks => CallbackBaseUrl is { Length: > 0 } && CallbackSecret is { Length: > 0 };

    internal string[] CallbackTokens => PreviousAuthToken is { Length: > 0 } previous ? [AuthToken, previous] : [AuthToken];

    internal string[] MainCallbackTokens => MainAuthToken is { Length: > 0 } main ? [main] : CallbackTokens;

    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    // The trailing slash is part of Plivo's path: without it the answer is a redirect, which is not followed.
    internal Uri MessagesUrl => new($"{BaseUrl.TrimEnd('/')}/v1/Account/{AuthId}/Message/");

    internal Uri CallsUrl => new($"{BaseUrl.TrimEnd('/')}/v1/Account/{AuthId}/Call/");

    /// <summary>The address that Plivo was given, of a request with this path and query; null for what is no path.</summary>
    internal string? PublicUrl(string target) =>
        target.StartsWith('/') && !target.Contains('#', StringComparison.Ordinal) ? CallbackBaseUrl.TrimEnd('/') + target : null;

    /// <summary>Where Plivo is to call.</summary>
    /// <param name="kind">The part before the path secret: <c>messages</c>, <c>voice</c>.</param>
    internal string? CallbackUrl(string kind) => HasCallbacks ? PublicUrl($"/api/v1/webhooks/plivo/{kind}/{CallbackSecret}") : null;

    public override string ToString() => nameof(PlivoOptions);
}
