namespace CleanAuth.Domain.Sessions;

/// <summary>
/// The one port through which full tokens are made; only the handlers of log-in, second factor, enrolment, refresh and step-up use it (ASVS 5.0 6.3.4).
/// The seam to the signing key.
/// </summary>
public interface IAccessTokenIssuer
{
    /// <summary>An ES256 JWT of type <c>at+jwt</c> (RFC 9068 claims), valid from <paramref name="now"/> for <see cref="JwtPolicy.AccessTokenLife"/>.</summary>
    string Issue(Session session, DateTimeOffset now);
}
