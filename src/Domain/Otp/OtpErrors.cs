namespace CleanAuth.Domain.Otp;

public static class OtpErrors
{
    public static readonly Error CodeInvalid = new(ErrorKind.Unauthenticated, "code_invalid", "The code is wrong.");

    public static readonly Error CodeOfSlowClock =
        CodeInvalid with { Detail = "The code is some minutes old: the clock of the device that shows it is slow.", Hint = "clockSkew" };

    public static readonly Error ChallengeNotFound = new(ErrorKind.NotFound, "challenge_not_found", "There is no such challenge for this purpose and caller.");

    public static readonly Error ChallengeExpired = new(ErrorKind.Gone, "challenge_expired", "The code's time is over; ask for a new one.");

    public static readonly Error ChallengeExhausted = new(ErrorKind.Gone, "challenge_exhausted", "Too many wrong codes; ask for a new one.");

    public static readonly Error ChallengeUsed = new(ErrorKind.Gone, "challenge_used", "This code was used already.");

    public static readonly Error CodeSuperseded = new(ErrorKind.Gone, "code_superseded", "A newer code was sent; enter that one.");

    public static readonly Error PhoneNumberNotSupported =
        new(ErrorKind.Invalid, "phone_number_not_supported", "The number is a premium, satellite or special one, or nobody can have it.");

    public static readonly Error CountryNotAllowed = new(ErrorKind.Invalid, "country_not_allowed", "Messages to this country are not offered.");

    public static readonly Error ProofInvalid = new(ErrorKind.Unauthenticated, "token_invalid", "The phoneVerificationToken is unknown, used, expired or not for this caller.");

    public static Error ResendTooSoon(TimeSpan wait, TimeSpan gap) =>
        new(ErrorKind.Throttled, "resend_too_soon", "A code was just sent to this number.") { RetryAfter = wait, Limit = new("resend", 1, gap) };

    public static Error SendLimitReached(TimeSpan wait, Limit limit) =>
        new(ErrorKind.Throttled, "send_limit_reached", "No more codes are sent to this number for now.") { RetryAfter = wait, Limit = limit };
}
