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

    public Result<SignedCall> Verify(GatewayCall call)
    {
        var plivo = options.Value;
        if (!plivo.HasCallbacks || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(call.PathSecret), Encoding.UTF8.GetBytes(plivo.CallbackSecret)))
        {
            return SmsErrors.NoSuchWebhook;
        }

        var url = plivo.PublicUrl(call.Target);
        if (url is null || PlivoSignature.VerifiedNonce(call.Method, url, call.Fields, call.Headers, plivo) is not { } nonce)
        {
            refused.Count();
            return SmsErrors.SignatureInvalid;
        }

        return new SignedCall(SHA256.HashData(Encoding.UTF8.GetBytes(nonce)), SignedText.Digest(call.Method, url, call.Fields), PlivoSignature.IsV3(call.Headers));
    }
}
