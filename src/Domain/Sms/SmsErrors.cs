namespace CleanAuth.Domain.Sms;

public static class SmsErrors
{
    public static Error GatewayUnavailable(TimeSpan wait) =>
        new(ErrorKind.Unavailable, "gateway_unavailable", "The gateway takes no messages at the moment.") { RetryAfter = wait };
}
