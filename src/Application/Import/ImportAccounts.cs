using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Import;
using CleanAuth.Domain.Login;
using MediatR;

namespace CleanAuth.Application.Import;

/// <summary>
/// Takes over accounts of another system, with the hashes of their passwords; each hash is replaced at the first right log-in. What exists is
/// never changed, so that the same lines can be sent again after a crash.
/// </summary>
/// <param name="Lines">So many that one transaction can hold them.</param>
public sealed record ImportAccountsCommand(IReadOnlyList<ImportLine> Lines) : IRequest<Result<ImportedAccounts>>
{
    public override string ToString() => nameof(ImportAccountsCommand);
}

/// <param name="Imported">Accounts that exist now and did not before.</param>
/// <param name="AlreadyThere">Lines whose e-mail address an account had already; nothing of it was changed.</param>
/// <param name="NumbersLeftOut">Imported accounts whose number was not verified, and was not kept.</param>
/// <param name="Refused">Lines that were not imported, in the order of the lines.</param>
public sealed record ImportedAccounts(int Imported, int AlreadyThere, int NumbersLeftOut, IReadOnlyList<RefusedLine> Refused);

/// <param name="Line">Its number.</param>
/// <param name="Reason">In words, with nothing of the line in them.</param>
public sealed record RefusedLine(long Line, string Reason);

public sealed class ImportAccountsHandler(
    ImportReading reading, IAccountImports imports, IPasswordBudgets budgets, IAuditTrail audit, ITransactions transactions, TimeProvider time)
    : IRequestHandler<ImportAccountsCommand, Result<ImportedAccounts>>
{
    public async Task<Result<ImportedAccounts>> Handle(ImportAccountsCommand request, CancellationToken cancellationToken)
    {
        var tally = new ImportTally();
        var candidates = reading.Read(request.Lines, time.GetUtcNow(), tally);
        await StoreAsync(candidates, tally, cancellationToken);
        return tally.Sum();
    }

    private async Task StoreAsync(IReadOnlyList<ImportCandidate> candidates, ImportTally tally, CancellationToken ct)
    {
        var fresh = await FreshAsync(candidates, tally, ct);
        if (fresh.Count == 0)
        {
            return;
        }

        var stored = await transactions.RunAsync(inner => AddAsync([.. fresh.Select(candidate => candidate.Account)], inner), ct);
        if (stored.IsSuccess)
        {
            tally.Import(fresh);
        }
        else if (fresh is [var only])
        {
            tally.Lose(only, stored.Error);
        }
        else
        {
            await StoreOneByOneAsync(fresh, tally, ct);
        }
    }

    // Somebody signed up with one of these addresses or numbers since they were looked for.
    private async Task StoreOneByOneAsync(IEnumerable<ImportCandidate> candidates, ImportTally tally, CancellationToken ct)
    {
        foreach (var candidate in candidates)
        {
            await StoreAsync([candidate], tally, ct);
        }
    }

    private async Task<Result<Done>> AddAsync(ImportedAccount[] accounts, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var added = await imports.AddAsync(accounts, now, ct);
        foreach (var account in added.IsSuccess ? accounts : [])
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.AccountImported, now, account.Account.Id), ct);
        }

        // What strangers tried on the e-mails before they were anybody's must not delay their owners.
        await budgets.ClearAsync([.. accounts.Select(account => account.Account.Email)], ct);
        return added;
    }

    /// <summary>Those whose e-mail and number nobody has, neither an account nor an earlier one of them.</summary>
    private async Task<List<ImportCandidate>> FreshAsync(IReadOnlyList<ImportCandidate> candidates, ImportTally tally, CancellationToken ct)
    {
        var taken = await imports.FindTakenAsync([.. candidates.Select(c => c.Account.Account.Email)], [.. candidates.Select(c => c.Account.Account.Phone).OfType<PhoneNumber>()], ct);
        var (emails, phones) = (taken.Emails.ToHashSet(), taken.Phones.ToHashSet());
        var fresh = new List<ImportCandidate>();
        foreach (var candidate in candidates)
        {
            var (email, phone) = (candidate.Account.Account.Email, candidate.Account.Account.Phone);
            if (emails.Contains(email))
            {
                tally.Lose(candidate, AccountErrors.EmailTaken);
            }
            else if (phone is not null && !phones.Add(phone))
            {
                tally.Lose(candidate, AccountErrors.PhoneTaken);
            }
            else
            {
                emails.Add(email);
                fresh.Add(candidate);
            }
        }

        return fresh;
    }
}
