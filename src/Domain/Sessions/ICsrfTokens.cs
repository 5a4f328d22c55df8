using CleanAuth.Domain.Login;

namespace CleanAuth.Domain.Sessions;

/// <summary>
/// What a browser's unsafe request brings beside its cookies: a value that only a page that may read our answers can know (ASVS 5.0 3.5.1). It is the
/// same for as long as what it belongs to lives. The seam to the master key.
/// </summary>
public interface ICsrfTokens
{
    /// <summary>At most 110 of A-Z, a-z, 0-9, <c>-</c>, <c>_</c> and a dot.</summary>
    string Issue(CsrfSubject subject);

    /// <summary>Compares in constant time. What was made under an older master key is right for as long as that key is configured.</summary>
    bool IsRight(string? presented, CsrfSubject subject);
}

/// <summary>What a CSRF token belongs to: a session, or one log-in that waits for a factor.</summary>
public readonly record struct CsrfSubject
{
    private const string Session = "session";

    private CsrfSubject(string kind, Guid id) => (Kind, Id) = (kind, id);

    public string Kind { get; }

    public Guid Id { get; }

    public bool IsSession => Kind == Session;

    public static CsrfSubject Of(SessionId session) => new(Session, session.Value);

    public static CsrfSubject Of(PendingLoginId login) => new("secondFactor", login.Value);

    public static CsrfSubject Of(EnrollmentId enrollment) => new("enrollment", enrollment.Value);
}
