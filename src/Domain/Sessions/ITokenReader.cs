using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;

namespace CleanAuth.Domain.Sessions;

/// <summary>
/// Reads the tokens that this service signed. Each kind has its own type and audience and its own method; nothing but a well-formed,
/// validly signed token of that kind is given back (RFC 8725). State (an ended session, a disabled account) is not looked at here.
/// </summary>
public interface ITokenReader
{
    AccessTokenClaims? ReadAccessToken(string token, DateTimeOffset now);

    /// <summary>As <see cref="ReadAccessToken"/>, but an expired token is given back too: enough to log out with (decisions 13).</summary>
    AccessTokenClaims? ReadAccessTokenOfAnyAge(string token, DateTimeOffset now);

    SecondFactorClaims? ReadSecondFactorToken(string token, DateTimeOffset now);

    EnrollmentClaims? ReadEnrollmentToken(string token, DateTimeOffset now);
}

/// <param name="AuthenticatedAt">The <c>auth_time</c>.</param>
public sealed record AccessTokenClaims(AccountId Account, SessionId Session, DateTimeOffset AuthenticatedAt);

public sealed record SecondFactorClaims(AccountId Account, PendingLoginId Login);

public sealed record EnrollmentClaims(AccountId Account, EnrollmentId Enrollment);
