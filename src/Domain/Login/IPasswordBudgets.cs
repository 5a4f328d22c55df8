using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Login;

/// <summary>The wrong passwords in a row, by keyed hashes of what was typed. The seam to the database, shared by all nodes.</summary>
public interface IPasswordBudgets
{
    Task<PasswordBudget> FindAsync(PasswordCounter counter, CancellationToken ct);

    /// <summary>Every counter of the e-mail: of strangers, of networks and of sessions.</summary>
    Task<IReadOnlyList<PasswordBudget>> OfEmailAsync(EmailAddress email, CancellationToken ct);

    /// <summary>Stores <paramref name="counted"/> if the counter still is <paramref name="seen"/>; false when another try was counted first.</summary>
    Task<bool> TryCountAsync(PasswordCounter counter, PasswordBudget seen, PasswordBudget counted, CancellationToken ct);

    /// <summary>True for exactly one of those that <paramref name="seen"/> refuses: it is the one that is recorded.</summary>
    Task<bool> NoteRefusalAsync(PasswordCounter counter, PasswordBudget seen, CancellationToken ct);

    /// <summary>After a right password; true for exactly one caller.</summary>
    Task<bool> ClearAsync(PasswordCounter counter, CancellationToken ct);

    /// <summary>Clears every counter of the e-mail: when its password is set anew, and when an operator unlocks, its account is made or deleted.</summary>
    Task ClearAsync(EmailAddress email, CancellationToken ct);

    /// <summary>As above, for many that were made at once.</summary>
    Task ClearAsync(IReadOnlyCollection<EmailAddress> emails, CancellationToken ct);
}
