namespace CleanAuth.Domain.Spend;

/// <summary>What the spend guard answers; each says when to ask again.</summary>
public static class SpendErrors
{
    public static readonly Error SwitchedOff =
        new(ErrorKind.Unavailable, "sms_disabled", "Messages are switched off.") { RetryAfter = TimeSpan.FromMinutes(1) };

    public static readonly Error OutboxFull =
        new(ErrorKind.Unavailable, "unavailable", "Too many messages are waiting.") { RetryAfter = TimeSpan.FromSeconds(10) };

    public static Error Paused(TimeSpan wait) =>
        new(ErrorKind.Unavailable, "sms_disabled", "No messages are sent to this country for now.") { RetryAfter = wait };

    public static Error RangeLimitReached(TimeSpan wait, Limit limit) =>
        new(ErrorKind.Throttled, "send_limit_reached", "No more codes are sent to numbers like this one for now.") { RetryAfter = wait, Limit = limit };

    public static Error AccountLimitReached(TimeSpan wait, Limit limit) =>
        new(ErrorKind.Throttled, "send_limit_reached", "No more codes are sent for this account for now.") { RetryAfter = wait, Limit = limit };

    public static Error ClientLimitReached(TimeSpan wait, Limit limit) =>
        new(ErrorKind.Throttled, "rate_limited", "Too many codes were asked for from this address.") { RetryAfter = wait, Limit = limit };
}
