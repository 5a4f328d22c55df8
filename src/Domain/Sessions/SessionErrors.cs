namespace CleanAuth.Domain.Sessions;

public static class SessionErrors
{
    public static readonly Error TokenInvalid = new(ErrorKind.Unauthenticated, "token_invalid", "The token is missing, malformed, expired or of the wrong kind.");

    public static readonly Error RefreshTokenReused = new(ErrorKind.Unauthenticated, "refresh_token_reused", "This refresh token was used before; its session was ended.");

    public static readonly Error SecondFactorRequired = new(ErrorKind.Forbidden, "second_factor_required", "This token opens only the second step of the log-in.");

    public static readonly Error SessionOfOneFactor =
        new(ErrorKind.Forbidden, "second_factor_required", "Administrators need a second factor; switch one on and step up with it.");

    public static readonly Error EnrollmentRequired = new(ErrorKind.Forbidden, "enrollment_required", "This token only switches the first factor on.");

    public static readonly Error CsrfInvalid = new(ErrorKind.Forbidden, "csrf_invalid", "A request with cookies needs the X-CSRF-Token of the answers before it.");

    public static readonly Error OriginNotAllowed = new(ErrorKind.Forbidden, "csrf_invalid", "Cookies are given to pages of allowed origins only; this request has another Origin, or none.");

    public static readonly Error NotFound = new(ErrorKind.NotFound, "not_found", "This account has no such session, or it is over.");

    /// <param name="methods">What would be accepted at POST /auth/step-up, best first.</param>
    public static Error StepUpRequired(IReadOnlyList<StepUpMethod> methods) =>
        new(ErrorKind.Forbidden, "step_up_required", "This operation needs a fresh proof at the account's highest level.")
        {
            Methods = [.. methods.Select(method => $"{char.ToLowerInvariant($"{method}"[0])}{$"{method}"[1..]}")],
        };
}
