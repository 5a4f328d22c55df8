using System.Security.Cryptography;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Import;
using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Import;

internal sealed class AccountImports(AuthDbContext db, LibCrypt crypt) : IAccountImports
{
    public bool CanCheck(ForeignHash hash) => hash is not BcryptHash || crypt.KnowsBcrypt;

    public async Task<TakenNames> FindTakenAsync(IReadOnlyCollection<EmailAddress> emails, IReadOnlyCollection<PhoneNumber> phones, CancellationToken ct)
    {
        var (addresses, numbers) = (emails.Select(email => email.Value).ToArray(), phones.Select(phone => phone.Value).ToArray());
        var takenEmails = await db.Users.Where(u => addresses.Contains(u.Email!)).Select(u => u.Email!).ToListAsync(ct);
        var takenPhones = numbers.Length == 0 ? [] : await db.Users.Where(u => numbers.Contains(u.PhoneNumber!)).Select(u => u.PhoneNumber!).ToListAsync(ct);
        return new TakenNames(takenEmails.Select(EmailAddress.Parse).ToHashSet(), takenPhones.Select(PhoneNumber.Parse).ToHashSet());
    }

    public async Task<Result<Done>> AddAsync(IReadOnlyCollection<ImportedAccount> accounts, DateTimeOffset now, CancellationToken ct)
    {
        db.Users.AddRange(accounts.Select(account => Row(account, now)));
        try
        {
            await db.SaveChangesAsync(ct);
            return new Done();
        }
        // Two imports of the same people wait for each other: the one that is given up has to look again, as when an address was taken meanwhile.
        catch (Exception e) when (UniqueViolation.IndexOf(e) == AppUser.EmailIndex || Deadlock.Caused(e))
        {
            return AccountErrors.EmailTaken;
        }
        catch (DbUpdateException e) when (UniqueViolation.IndexOf(e) == AppUser.PhoneIndex)
        {
            return AccountErrors.PhoneTaken;
        }
    }

    // When the password was set nobody knows; whatever checked an older one was not here.
    private static AppUser Row(ImportedAccount imported, DateTimeOffset now) => new()
    {
        Id = imported.Account.Id.Value,
        Email = imported.Account.Email.Value,
        DisplayName = imported.Account.DisplayName,
        PhoneNumber = imported.Account.Phone?.Value,
        PasswordHash = imported.Hash.Text,
        CreatedAt = imported.Account.CreatedAt,
        PasswordChangedAt = now,
        SecurityStamp = RandomNumberGenerator.GetHexString(32),
    };
}
