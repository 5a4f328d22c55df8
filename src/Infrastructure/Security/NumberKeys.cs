using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.Accounts;

namespace CleanAuth.Infrastructure.Security;

/// <summary>
/// What telephone numbers are called in the tables of limits, so that probing numbers stores none in clear (security-requirements
/// section 17). Always made with the current master key: changing it forgets the send limits, once.
/// </summary>
internal sealed class NumberKeys(MasterKeys keys)
{
    /// <summary>HMAC-SHA-256, 32 bytes.</summary>
    internal byte[] Of(PhoneNumber number) => Hash(number.Value);

    /// <summary>As a number; none reads like an account's id.</summary>
    internal byte[] Of(AccountId account) => Hash($"{account.Value:N}");

    private byte[] Hash(string text) => HMACSHA256.HashData(keys.Derive(keys.CurrentId, KeyPurposes.NumberLimits), Encoding.UTF8.GetBytes(text));
}
