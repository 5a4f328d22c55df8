namespace CleanAuth.Domain.TwoFactor;

public static class TwoFactorErrors
{
    public static readonly Error NothingPending =
        new(ErrorKind.Conflict, "nothing_pending", "No new secret waits for its first code here; ask for one with POST /2fa/generate.");

    public static readonly Error FactorNotEnabled =
        new(ErrorKind.Conflict, "factor_not_enabled", "Codes by SMS are not switched on for this account; use one of its other methods.");

    public static readonly Error NoSuchFactor = new(ErrorKind.NotFound, "not_found", "There is no such factor.");

    public static readonly Error NoFactor =
        new(ErrorKind.Conflict, "second_factor_missing", "Recovery codes exist only beside a second factor; switch one on first.");

    public static readonly Error LastFactorRequired =
        new(ErrorKind.Conflict, "last_factor_required", "This account must have a second factor, and this is its last one; switch another one on first.");

    public static readonly Error PhoneProofRequired =
        new(ErrorKind.Forbidden, "phone_proof_required", "An administrator reset the factors of this account: a code to its verified number is needed as well.");

    /// <summary>The same code as for too many wrong ones: for a client it means the same, another factor or later.</summary>
    public static Error FactorBarred(TimeSpan wait) =>
        new(ErrorKind.Throttled, "factor_throttled", "The password was reset by this factor, so the second proof has to be another one.") { RetryAfter = wait };

    public static Error FactorThrottled(TimeSpan wait) =>
        new(ErrorKind.Throttled, "factor_throttled", "Too many wrong codes of this factor; another factor is not affected.") { RetryAfter = wait };
}
