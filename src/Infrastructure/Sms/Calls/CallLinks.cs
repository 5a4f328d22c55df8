using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Security;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Sms.Calls;

/// <summary>
/// A link is the message's id and 128 bits of an HMAC over it as base64url, so it is checked without the database. Who has it still needs
/// Plivo's signature, and it ends with the code.
/// </summary>
internal sealed class CallLinks(MasterKeys keys, IOptions<PlivoOptions> options) : ICallLinks
{
    private const int IdBytes = 16;
    private const int LinkBytes = 2 * IdBytes;

    /// <summary>Asked when somebody takes the call.</summary>
    internal Uri AnswerOf(Guid message) => new($"{options.Value.CallbackUrl("voice")}/{Link(message, keys.CurrentId)}");

    /// <summary>Told when the call is over.</summary>
    internal Uri HangUpOf(Guid message) => new($"{AnswerOf(message)}/hangup");

    public Uri KeyPressOf(Guid message) => new($"{AnswerOf(message)}/digits");

    public Guid? MessageOf(CallLink link)
    {
        Span<byte> bytes = stackalloc byte[LinkBytes];
        if (Base64Url.DecodeFromChars(link.Value, bytes, out _, out var written) != OperationStatus.Done || written != LinkBytes)
        {
            return null;
        }

        // Compared as text: one link has one spelling. Older master keys count, so that calls outlive a change of the key.
        var message = new Guid(bytes[..IdBytes], bigEndian: true);
        var given = Encoding.UTF8.GetBytes(link.Value);
        return keys.Ids.Any(key => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Link(message, key)), given)) ? message : null;
    }

    private string Link(Guid message, string keyId)
    {
        var id = message.ToByteArray(bigEndian: true);
        return Base64Url.EncodeToString([.. id, .. HMACSHA256.HashData(keys.Derive(keyId, KeyPurposes.CallLinks), id).AsSpan(0, IdBytes)]);
    }
}
