using CleanAuth.Domain;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Application.Sms;

/// <summary>Lets the gateway's questions about a call in and nobody else's. Nothing is asked of the database before signature and link are good.</summary>
public sealed class CallDoor(IGatewayCalls gateway, ICallLinks links, IGatewayNonces nonces, ITransactions transactions, TimeProvider time)
{
    /// <summary>
    /// Runs <paramref name="work"/> with the message that the call is for. The same question again is answered again: its first answer may
    /// have been lost, and none has an effect twice.
    /// </summary>
    public async Task<Result<T>> EnterAsync<T>(GatewayCall call, CallLink link, Func<Guid, DateTimeOffset, CancellationToken, Task<Result<T>>> work, CancellationToken ct)
        where T : notnull
    {
        var signed = gateway.Verify(call);
        if (!signed.IsSuccess)
        {
            return signed.Error;
        }

        // An unsigned form would let whoever saw one question press the key.
        if (!signed.Value.CoversForm)
        {
            return SmsErrors.SignatureInvalid;
        }

        if (links.MessageOf(link) is not { } message)
        {
            return SmsErrors.NoSuchWebhook;
        }

        var now = time.GetUtcNow();
        return await transactions.RunAsync<T>(
            async inner => await nonces.UseAsync(signed.Value, now, inner) == NonceUse.Abused ? SmsErrors.SignatureInvalid : await work(message, now, inner), ct);
    }
}
