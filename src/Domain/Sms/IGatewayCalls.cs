namespace CleanAuth.Domain.Sms;

/// <summary>Tells the gateway's calls from those of strangers. The seam to its signatures; asks no database.</summary>
public interface IGatewayCalls
{
    /// <summary>Whether the path secret is right and the service expects calls at all; known before anything of the body is read.</summary>
    bool IsExpected(string pathSecret);

    /// <summary>
    /// <c>not_found</c> when the path secret is wrong or the service expects no calls, <c>signature_invalid</c> when nobody who knows the
    /// gateway's token signed exactly this call.
    /// </summary>
    Result<SignedCall> Verify(GatewayCall call);

    /// <summary>What a verified call says of a message, or null when it says nothing that concerns one.</summary>
    DeliveryReport? ReadReport(GatewayCall call);
}

/// <summary>What remains of a call that was really signed, to tell a repeated one from a forged one.</summary>
/// <param name="Nonce">SHA-256 of the nonce, 32 bytes.</param>
/// <param name="Content">SHA-256 of method, address and fields, 32 bytes; also covers a body that the signature left out (V2).</param>
/// <param name="CoversForm">Whether the signature itself is over the form, and not over the address alone.</param>
public sealed record SignedCall(byte[] Nonce, byte[] Content, bool CoversForm);
