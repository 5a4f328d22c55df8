namespace CleanAuth.Domain.Sms;

/// <summary>What the gateway's calls and a gateway that is away are answered with.</summary>
public static class SmsErrors
{
    // As the answer for a route that does not exist: the path secret is not to be told apart from one.
    public static readonly Error NoSuchWebhook = new(ErrorKind.NotFound, "not_found", "There is nothing here.");

    public static readonly Error SignatureInvalid =
        new(ErrorKind.Forbidden, "signature_invalid", "The call carries no signature of the gateway for exactly this method, address, form and nonce.");

    public static readonly Error CallOver = new(ErrorKind.Gone, "call_over", "There is nothing to say in this call: its code is over, or another call asked first.");

    public static Error GatewayUnavailable(TimeSpan wait) =>
        new(ErrorKind.Unavailable, "gateway_unavailable", "The gateway takes no messages at the moment.") { RetryAfter = wait };
}
