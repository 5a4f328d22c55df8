using System.Buffers;
using System.Buffers.Text;
using System.Text;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

/// <summary>A token cut into its three parts (RFC 7515 7.1), in the only spelling that those bytes have. Nothing in it is trusted yet.</summary>
internal readonly ref struct CompactJws
{
    /// <summary>Characters.</summary>
    internal const int MaxLength = 4096;

    private CompactJws(ReadOnlySpan<char> token, int header, int payload)
    {
        SigningInput = token[..payload];
        Header = token[..header];
        Payload = token[(header + 1)..payload];
        Signature = token[(payload + 1)..];
    }

    internal ReadOnlySpan<char> Header { get; }

    internal ReadOnlySpan<char> Payload { get; }

    private ReadOnlySpan<char> Signature { get; }

    private ReadOnlySpan<char> SigningInput { get; }

    internal static bool TryParse(ReadOnlySpan<char> token, out CompactJws jws)
    {
        jws = default;
        if (token.Length > MaxLength || token.Count('.') != 2)
        {
            return false;
        }

        jws = new CompactJws(token, token.IndexOf('.'), token.LastIndexOf('.'));
        return true;
    }

    internal bool IsSignedBy(SigningKey key)
    {
        Span<byte> signature = stackalloc byte[SigningKey.SignatureBytes];
        Span<byte> signed = stackalloc byte[MaxLength];
        return TryDecode(Signature, signature, out var length)
            && length == SigningKey.SignatureBytes
            && Encoding.UTF8.TryGetBytes(SigningInput, signed, out var signedLength)
            && key.Verify(signed[..signedLength], signature);
    }

    /// <summary>
    /// The framework's decoder forgives padding, blanks and stray bits, each of which gives a valid token a second spelling; here only what
    /// the encoder writes is read.
    /// </summary>
    /// <param name="bytes">False too when it is too small.</param>
    internal static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int length)
    {
        length = 0;
        Span<char> again = stackalloc char[MaxLength];
        return Base64Url.DecodeFromChars(text, bytes, out _, out length) == OperationStatus.Done
            && Base64Url.TryEncodeToChars(bytes[..length], again, out var written)
            && again[..written].SequenceEqual(text);
    }
}
