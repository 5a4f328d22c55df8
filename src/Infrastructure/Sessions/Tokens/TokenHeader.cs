using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

/// <summary>
/// The header of one kind of token: <c>{"alg":"ES256","typ":"…","kid":"…"}</c>, byte for byte. It is compared, not parsed: another
/// algorithm, an additional or repeated member (<c>jku</c>, <c>x5u</c>, <c>jwk</c>, <c>x5c</c>, <c>crit</c>), another order, a blank or
/// an escape is not this text (RFC 8725 3.1, 3.10).
/// </summary>
internal sealed class TokenHeader(string type)
{
    /// <summary>Characters of a <c>kid</c>.</summary>
    internal const int MaxKid = 64;

    private static readonly SearchValues<byte> s_kid = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    private readonly byte[] _start = Encoding.ASCII.GetBytes($$"""{"alg":"ES256","typ":"{{type}}","kid":""" + '"');

    private static ReadOnlySpan<byte> End => "\"}"u8;

    /// <summary>The encoded header.</summary>
    internal string Write(string kid) => Base64Url.EncodeToString([.. _start, .. Encoding.ASCII.GetBytes(kid), .. End]);

    /// <param name="encoded">The first part of a token.</param>
    /// <param name="kid">Of <see cref="MaxKid"/> characters; the answer is its beginning.</param>
    /// <returns>The <c>kid</c>, of 1 to 64 of A-Z, a-z, 0-9, _ and -; nothing for any other header.</returns>
    internal ReadOnlySpan<char> ReadKid(ReadOnlySpan<char> encoded, Span<char> kid)
    {
        Span<byte> buffer = stackalloc byte[_start.Length + MaxKid + End.Length];
        if (!CompactJws.TryDecode(encoded, buffer, out var length) || length <= _start.Length + End.Length)
        {
            return default;
        }

        var header = buffer[..length];
        var inner = header[_start.Length..^End.Length];
        return header.StartsWith(_start) && header.EndsWith(End) && !inner.ContainsAnyExcept(s_kid) ? kid[..Encoding.ASCII.GetChars(inner, kid)] : default;
    }
}
