using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Import;

namespace CleanAuth.Application.Import;

/// <summary>An account to be imported, and where it came from.</summary>
internal sealed record ImportCandidate(long Line, ImportedAccount Account, bool NumberLeftOut)
{
    public override string ToString() => $"{nameof(ImportCandidate)}({Line})";
}

/// <summary>What became of the lines so far.</summary>
internal sealed class ImportTally
{
    private readonly List<RefusedLine> _refused = [];
    private int _imported;
    private int _alreadyThere;
    private int _numbersLeftOut;

    internal void Import(IReadOnlyCollection<ImportCandidate> candidates)
    {
        _imported += candidates.Count;
        _numbersLeftOut += candidates.Count(candidate => candidate.NumberLeftOut);
    }

    internal void Refuse(long line, string reason) => _refused.Add(new RefusedLine(line, reason));

    /// <summary>Somebody else has the address, and then it is that account, or the number.</summary>
    internal void Lose(ImportCandidate candidate, Error taken)
    {
        if (taken == AccountErrors.EmailTaken)
        {
            _alreadyThere++;
        }
        else
        {
            Refuse(candidate.Line, "phone is the verified number of another account");
        }
    }

    internal ImportedAccounts Sum() => new(_imported, _alreadyThere, _numbersLeftOut, [.. _refused.OrderBy(refused => refused.Line)]);
}
