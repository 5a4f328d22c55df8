using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

/// <summary>Verifies against the configured public address; what the request says about its host is never looked at.</summary>
internal sealed class PlivoCalls(IOptions<PlivoOptions> options, RefusedCalls refused) : IGatewayCalls
{
    public DeliveryReport? ReadReport(GatewayCall call) => PlivoReport.Read(call);

    public bool IsExpected(string pathSecret) =>
        options.Value.HasCallbacks && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(pathSecret), Encoding.UTF8.GetBytes(options.Value.CallbackSecret));

    public Result<SignedCall> Verify(GatewayCall call)
    {
        if (!IsExpected(call.PathSecret))
        {
            return SmsErrors.NoSuchWebhook;
        }

        var plivo = options.Value;
        var url = plivo.PublicUrl(call.Target);
        if (url is null || PlivoSignature.VerifiedNonce(call.Method, url, call.Fields, call.Headers, plivo) is not { } nonce)
        {
            refused.Count();
            return SmsErrors.SignatureInvalid;
        }

        return new SignedCall(SHA256.HashData(Encoding.UTF8.GetBytes(nonce)), SignedText.Digest(call.Method, url, call.Fields), PlivoSignature.IsV3(call.Headers));
    }
}
