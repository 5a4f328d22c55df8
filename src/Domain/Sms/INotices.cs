using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Sms;

/// <summary>Tells the owner of an account what happened to it (ASVS 5.0 6.3.5, 6.3.7). A notice that a cap, a setting or the number forbids is left out and breaks nothing.</summary>
public interface INotices
{
    /// <summary>
    /// Writes the message, to be stored with the change it tells of or not at all: for inside <see cref="ITransactions.RunAsync{T}"/>. Call it last
    /// there: it counts the message, and everybody waits for those rows.
    /// </summary>
    Task TellAsync(Notice notice, CancellationToken ct);

    /// <summary>As <see cref="TellAsync"/>, of a log-in after many wrong passwords, at most once in <see cref="Notice.FailuresWindow"/>.</summary>
    Task TellOfLoginAfterFailuresAsync(Account account, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Tells of wrong second factors, if there were <see cref="Notice.FailuresToTell"/> in the account's unfinished log-ins of
    /// <see cref="Notice.FailuresWindow"/>, and once in that time. For outside a transaction, after the failure was counted.
    /// </summary>
    Task TellOfFailuresAsync(AccountId account, DateTimeOffset now, CancellationToken ct);
}
