namespace CleanAuth.Domain.Login;

public static class LoginErrors
{
    public static readonly Error InvalidCredentials = new(ErrorKind.Unauthenticated, "invalid_credentials", "The e-mail address or the password is wrong.");

    /// <summary>The same for a known and an unknown e-mail.</summary>
    public static Error PasswordThrottled(TimeSpan wait, Limit limit) =>
        new(ErrorKind.Throttled, "password_throttled", "Too many wrong passwords in a row; this one was not looked at.") { RetryAfter = wait, Limit = limit };
}
