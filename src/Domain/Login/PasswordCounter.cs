using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Domain.Login;

/// <summary>
/// What wrong passwords are counted by: the e-mail that was typed, whether there is such an account or not, and who types (security-requirements
/// D6). Personal, so it prints nothing.
/// </summary>
public sealed record PasswordCounter
{
    private PasswordCounter(EmailAddress email, string? network, SessionId? session) => (Email, Network, Session) = (email, network, session);

    public EmailAddress Email { get; }

    /// <summary>A network that the account logged in from lately; null for strangers, who share one counter, and in a session.</summary>
    public string? Network { get; }

    /// <summary>The open session that asks; null at a log-in.</summary>
    public SessionId? Session { get; }

    public static PasswordCounter OfStrangers(EmailAddress email) => new(email, network: null, session: null);

    public static PasswordCounter OfNetwork(EmailAddress email, string network) => new(email, network, session: null);

    public static PasswordCounter OfSession(EmailAddress email, SessionId session) => new(email, network: null, session);

    public override string ToString() => "PasswordCounter(***)";
}
