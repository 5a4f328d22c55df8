using System.Security.Claims;
using CleanAuth.Application.Otp;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.WebApi.Security;

/// <summary>Somebody with a full token of a live session.</summary>
internal sealed class SessionIdentity(LiveSession live) : ClaimsIdentity(BearerHandler.SchemeName)
{
    internal LiveSession Live => live;
}

/// <summary>Somebody between password and second factor.</summary>
internal sealed class SecondFactorIdentity(SecondFactorClaims claims) : ClaimsIdentity(BearerHandler.SchemeName)
{
    internal SecondFactorClaims Token => claims;
}

/// <summary>Somebody between password and the first factor that the account must get.</summary>
internal sealed class EnrollmentIdentity(EnrollmentClaims claims) : ClaimsIdentity(BearerHandler.SchemeName)
{
    internal EnrollmentClaims Token => claims;
}

internal static class CallerIdentity
{
    /// <summary>The session of the caller; only where the route demands a full token.</summary>
    internal static LiveSession LiveSession(this ClaimsPrincipal user) =>
        (user.Identity as SessionIdentity ?? throw new InvalidOperationException("The route does not demand a full token.")).Live;

    /// <summary>As <see cref="LiveSession"/>, without what its account can prove.</summary>
    internal static Session Session(this ClaimsPrincipal user) => user.LiveSession().Session;

    /// <summary>The claims of the restricted token; only where the route demands one.</summary>
    internal static SecondFactorClaims SecondFactor(this ClaimsPrincipal user) =>
        (user.Identity as SecondFactorIdentity ?? throw new InvalidOperationException("The route does not demand a restricted token.")).Token;

    /// <summary>The claims of an enrollmentToken, or null when the caller has a session.</summary>
    internal static EnrollmentClaims? Enrollment(this ClaimsPrincipal user) => (user.Identity as EnrollmentIdentity)?.Token;

    /// <summary>Whose token it is, of whatever kind; null: nobody's.</summary>
    internal static AccountId? Account(this ClaimsPrincipal user) => user.OtpCaller().Account;

    /// <summary>Whoever it is, for the routes that take any caller.</summary>
    internal static OtpCaller OtpCaller(this ClaimsPrincipal user) => user.Identity switch
    {
        SessionIdentity { Live: var full } => new OtpCaller(full.Session.Account, Session: full),
        SecondFactorIdentity restricted => new OtpCaller(restricted.Token.Account, restricted.Token.Login),
        EnrollmentIdentity enrolling => new OtpCaller(enrolling.Token.Account, Enrollment: enrolling.Token.Enrollment),
        _ => new OtpCaller(),
    };
}
