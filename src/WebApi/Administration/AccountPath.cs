using CleanAuth.Domain.Accounts;

namespace CleanAuth.WebApi.Administration;

internal static class AccountPath
{
    // The framework forgives blanks around an id.
    private const int IdLength = 36;

    /// <summary>The account that a path names; null for anything but an id, which is no such address.</summary>
    internal static AccountId? Named(string id) => id.Length == IdLength && Guid.TryParseExact(id, "D", out var value) ? new AccountId(value) : null;
}
