using CleanAuth.Application.Pipeline;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Import;
using FluentValidation;

namespace CleanAuth.Application.Import;

/// <summary>From lines to accounts, by the rules of every other way in.</summary>
public sealed class ImportReading(IValidator<ImportedPerson> rules, IAccountImports imports)
{
    /// <summary>The accounts of the lines that are good; the others are refused in <paramref name="tally"/>.</summary>
    internal IReadOnlyList<ImportCandidate> Read(IEnumerable<ImportLine> lines, DateTimeOffset now, ImportTally tally)
    {
        var candidates = new List<ImportCandidate>();
        foreach (var line in lines)
        {
            var (candidate, refusal) = Read(line, now);
            if (candidate is null)
            {
                tally.Refuse(line.Number, refusal);
            }
            else
            {
                candidates.Add(candidate);
            }
        }

        return candidates;
    }

    private (ImportCandidate? Candidate, string Refusal) Read(ImportLine line, DateTimeOffset now)
    {
        var (person, refusal) = line.Read();
        if (person is null)
        {
            return (null, refusal);
        }

        var failures = rules.Validate(person).Errors;
        if (failures.Count > 0)
        {
            return (null, string.Join("; ", failures.Select(failure => $"{ValidationErrors.MemberName(failure.PropertyName)} {failure.ErrorMessage}")));
        }

        var created = SignUpTime.TryParse(person.CreatedAt, out var told) ? told : now;
        if (created > now)
        {
            return (null, "createdAt must not be in the future");
        }

        return ForeignHash.TryParse(person.PasswordHash, out var hash) && imports.CanCheck(hash)
            ? (Candidate(line.Number, person, hash, created, now), "")
            : (null, "passwordHash is of bcrypt, and bcrypt hashes cannot be checked on this machine: it has no libcrypt that knows them");
    }

    private static ImportCandidate Candidate(long line, ImportedPerson person, ForeignHash hash, DateTimeOffset created, DateTimeOffset now)
    {
        var phone = person.PhoneVerified is true ? PhoneNumber.Parse(person.Phone!) : null;
        var account = new NewAccount(new AccountId(Guid.CreateVersion7(now)), EmailAddress.Parse(person.Email!), person.DisplayName, phone, created);
        return new ImportCandidate(line, new ImportedAccount(account, hash), NumberLeftOut: phone is null && person.Phone is not null);
    }
}
