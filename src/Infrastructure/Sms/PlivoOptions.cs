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

    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    // The trailing slash is part of Plivo's path: without it the answer is a redirect, which is not followed.
    internal Uri MessagesUrl => new($"{BaseUrl.TrimEnd('/')}/v1/Account/{AuthId}/Message/");

    public override string ToString() => nameof(PlivoOptions);
}
