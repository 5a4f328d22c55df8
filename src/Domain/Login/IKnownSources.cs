using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Security;

namespace CleanAuth.Domain.Login;

/// <summary>
/// The networks that an account logged in from lately. Their wrong passwords and reset codes are counted apart, so that a stranger's cannot lock
/// the owner out (security-requirements D6). Kept as keyed hashes.
/// </summary>
public interface IKnownSources
{
    /// <summary>For how long a network is known after a log-in: 30 days.</summary>
    static readonly TimeSpan Life = TimeSpan.FromDays(30);

    /// <summary>False for a source without an address.</summary>
    Task<bool> IsKnownAsync(AccountId account, Source source, DateTimeOffset now, CancellationToken ct);

    /// <summary>After a complete log-in; inside its transaction.</summary>
    Task RememberAsync(AccountId account, Source source, DateTimeOffset now, CancellationToken ct);
}
