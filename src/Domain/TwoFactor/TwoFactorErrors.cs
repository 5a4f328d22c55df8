namespace CleanAuth.Domain.TwoFactor;

public static class TwoFactorErrors
{
    public static Error FactorThrottled(TimeSpan wait) =>
        new(ErrorKind.Throttled, "factor_throttled", "Too many wrong codes of this factor; another factor is not affected.") { RetryAfter = wait };
}
