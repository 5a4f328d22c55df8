using System.Security.Cryptography;
using CleanAuth.Domain.Security;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Sessions.Tokens;

/// <summary>
/// The refresh token that follows another one. It is computed from the presented token and never stored, so that a repeat within the
/// grace gets the same one although the table keeps only hashes (security-requirements D12).
/// </summary>
internal sealed class RefreshSuccessor(MasterKeys keys)
{
    /// <summary>To be stored beside each new refresh token, for the day it is presented.</summary>
    internal string CurrentKeyId => keys.CurrentId;

    /// <summary>HMAC-SHA-256 of the presented token with the key of that id.</summary>
    /// <exception cref="InvalidOperationException">The key is no longer configured; see <see cref="Knows"/>.</exception>
    internal OpaqueToken Derive(OpaqueToken presented, string keyId) =>
        OpaqueToken.FromBytes(HMACSHA256.HashData(keys.Derive(keyId, KeyPurposes.RefreshSuccessor), presented.Bytes32()));

    /// <summary>False when the master key of that id was taken out of the configuration: such a token has no successor any more.</summary>
    internal bool Knows(string keyId) => keys.Knows(keyId);
}
