using CleanAuth.Domain.Accounts;

namespace CleanAuth.WebApi.Administration;

internal static class AccountPath
{
    /// <summary>The account that a path names; null for anything but an id, which is no such address.</summary>
    internal static AccountId? Named(string id) => Guid.TryParseExact(id, "D", out var value) ? new AccountId(value) : null;
}
