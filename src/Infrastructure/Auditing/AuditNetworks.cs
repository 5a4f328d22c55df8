using System.Buffers.Text;
using CleanAuth.Domain.Security;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>Names networks so that events of one can be told together, and nobody without the key can tell which it is (decisions 25): 96 bits of an HMAC.</summary>
internal sealed class AuditNetworks(IRequestSource request, MasterKeys keys)
{
    /// <summary>Characters.</summary>
    internal const int Length = 16;

    private const int NameBytes = 12;

    /// <summary>Of the request at hand; null without one.</summary>
    internal string? Current => request.Current.Network is { } network ? Base64Url.EncodeToString(keys.NameOf(KeyPurposes.AuditNetworks, network).AsSpan(0, NameBytes)) : null;
}
