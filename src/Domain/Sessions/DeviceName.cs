namespace CleanAuth.Domain.Sessions;

/// <summary>
/// What people call the device of a session: <c>Firefox on Windows</c>, <c>Safari on iPhone</c>, <c>curl</c>. Made of the words below alone, so nothing
/// that a client wrote is ever shown, stored or logged. An aid to memory, no proof: a client says what it likes, and browsers pretend to be others.
/// </summary>
public static class DeviceName
{
    public const int MaxLength = 40;

    public const string Unknown = "Unknown device";

    /// <summary>More of a user agent is not looked at.</summary>
    private const int Looked = 512;

    // The first that fits: an iPhone also says Mac OS X, Android also says Linux.
    private static readonly (string Mark, string Name)[] s_systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
    ];

    // Everybody says Safari, and nearly everybody Chrome.
    private static readonly (string Mark, string Name)[] s_browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] s_tools =
    [
        ("curl/", "curl"), ("Wget/", "Wget"), ("PostmanRuntime/", "Postman"), ("insomnia/", "Insomnia"), ("python-requests/", "Python"), ("Python-urllib/", "Python"), ("okhttp/", "Android app"),
        ("Dart/", "Mobile app"), ("Go-http-client/", "Go"), ("axios/", "Node.js"), ("node", "Node.js"), ("Java/", "Java"), ("Apache-HttpClient/", "Java"), ("PowerShell/", "PowerShell"),
    ];

    /// <summary>At most <see cref="MaxLength"/> characters.</summary>
    public static string Of(string? userAgent)
    {
        var text = userAgent is { Length: > Looked } ? userAgent[..Looked] : userAgent ?? "";
        if (Find(s_tools, mark => text.StartsWith(mark, StringComparison.Ordinal)) is { } tool)
        {
            return tool;
        }

        return (Find(s_browsers, Says), Find(s_systems, Says)) switch
        {
            ({ } browser, { } system) => $"{browser} on {system}",
            (var browser, var system) => browser ?? system ?? Unknown,
        };

        bool Says(string mark) => text.Contains(mark, StringComparison.Ordinal);
    }

    private static string? Find((string Mark, string Name)[] known, Predicate<string> fits) => Array.Find(known, one => fits(one.Mark)).Name;
}
