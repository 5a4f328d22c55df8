using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Import;

/// <summary>Accounts that come from another system, many at once.</summary>
public interface IAccountImports
{
    /// <summary>False when this machine has nothing that can check such a hash: bcrypt needs the system's libcrypt (libxcrypt).</summary>
    bool CanCheck(ForeignHash hash);

    /// <summary>Which of these addresses and numbers accounts have already.</summary>
    Task<TakenNames> FindTakenAsync(IReadOnlyCollection<EmailAddress> emails, IReadOnlyCollection<PhoneNumber> phones, CancellationToken ct);

    /// <summary>
    /// Stores all of them with their hashes as they came, in the caller's transaction; <c>email_taken</c> or <c>phone_taken</c> when a unique index
    /// refused one, and then none is stored.
    /// </summary>
    Task<Result<Done>> AddAsync(IReadOnlyCollection<ImportedAccount> accounts, DateTimeOffset now, CancellationToken ct);
}

/// <summary>An account that does not exist here yet, and the hash of its password.</summary>
public sealed record ImportedAccount(NewAccount Account, ForeignHash Hash)
{
    public override string ToString() => $"{nameof(ImportedAccount)}({Account.Id})";
}

/// <summary>Addresses and numbers that accounts have.</summary>
public sealed record TakenNames(IReadOnlySet<EmailAddress> Emails, IReadOnlySet<PhoneNumber> Phones)
{
    public override string ToString() => nameof(TakenNames);
}
