namespace CleanAuth.Domain.Accounts;

/// <summary>Removes what is stored about a person. The seam to the database.</summary>
public interface IErasure
{
    /// <summary>
    /// Deletes the account, everything that refers to it and what strangers left under its number. Audit events stay, with its opaque id and nothing
    /// else (decisions 25). For inside a transaction that holds the account.
    /// </summary>
    Task EraseAsync(Account account, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Deletes what lies in clear under a number that is nobody's any more: codes and messages that were asked for without an account and are over.
    /// Those that somebody waits for at this moment stay.
    /// </summary>
    Task ForgetNumberAsync(PhoneNumber phone, DateTimeOffset now, CancellationToken ct);
}
