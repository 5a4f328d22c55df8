using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Login;

/// <summary>Log-ins between the password and the second factor.</summary>
public interface IPendingLogins
{
    Task OpenAsync(PendingLogin login, CancellationToken ct);

    /// <summary>
    /// True while the restricted token may be used: not spent, not expired, not used up by ten wrong codes, its account neither disabled
    /// nor given a new password since (decisions 6).
    /// </summary>
    Task<bool> IsLiveAsync(PendingLoginId id, AccountId account, DateTimeOffset now, CancellationToken ct);

    /// <summary>Takes one of the log-in's own tries before anything is compared; false when none is left or the log-in is over.</summary>
    Task<bool> CountTryAsync(PendingLoginId id, AccountId account, DateTimeOffset now, CancellationToken ct);

    /// <summary>True for exactly one caller: the log-in is finished by it.</summary>
    Task<bool> SpendAsync(PendingLoginId id, AccountId account, DateTimeOffset now, CancellationToken ct);

    /// <summary>Ends every log-in of the account that waits for its second factor.</summary>
    Task EndAllAsync(AccountId account, DateTimeOffset now, CancellationToken ct);
}
