namespace CleanAuth.Domain.Passwords;

public static class ResetErrors
{
    public static readonly Error TokenInvalid = new(ErrorKind.Unauthenticated, "token_invalid", "The passwordResetToken is unknown, used, expired or ended.");

    public static Error Throttled(TimeSpan wait) =>
        new(ErrorKind.Throttled, "reset_throttled", "Too many wrong reset codes for this e-mail address.") { RetryAfter = wait };
}
