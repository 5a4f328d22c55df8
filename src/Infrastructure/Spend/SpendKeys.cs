using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Spend;

/// <summary>
/// What counters are called. Prefixes and clients are keyed hashes, because a table of who asked for what number is worth stealing. Made with
/// the current master key: changing it forgets the windows that are open, once.
/// </summary>
internal sealed class SpendKeys(MasterKeys keys, SpendPolicy policy)
{
    /// <summary>The one counter of all countries.</summary>
    internal const string Total = "total";

    internal string Prefix(PhoneNumber phone) => Hash($"prefix {phone.Digits[..Math.Min(policy.PrefixDigits, phone.Digits.Length)]}");

    internal string Client(ClientAddress client) => Hash($"client {client.Network}");

    internal static string Account(AccountId account) => $"{account.Value:N}";

    /// <summary>Apart from what the account asks for: neither uses up the other.</summary>
    internal static string Notices(AccountId account) => $"{account.Value:N} notices";

    internal static string Country(PhoneNumber phone) => CallingCode.Of(phone.Digits);

    internal static string Conversion(PhoneNumber phone, SendLane lane) => $"{Country(phone)} {(SpendLanes.IsProved(lane) ? "proved" : "unproved")}";

    internal static string Refused(PhoneNumber phone, string reason) => $"{Country(phone)} {reason}";

    private string Hash(string text) => Convert.ToHexStringLower(keys.NameOf(KeyPurposes.SpendCounters, text));
}
