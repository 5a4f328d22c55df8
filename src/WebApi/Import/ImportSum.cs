using System.Globalization;
using CleanAuth.Application.Import;

namespace CleanAuth.WebApi.Import;

/// <summary>What became of all lines.</summary>
internal sealed class ImportSum
{
    private long _imported;
    private long _alreadyThere;
    private long _refused;
    private long _numbersLeftOut;
    private bool _interrupted;

    /// <summary>True when every line is an account now, or was one before.</summary>
    internal bool IsWhole => _refused == 0 && !_interrupted;

    internal string Words => string.Create(
        CultureInfo.InvariantCulture,
        $"imported {_imported}, already there {_alreadyThere}, refused {_refused}{(_numbersLeftOut > 0 ? $", numbers left out because they were not verified {_numbersLeftOut}" : "")}");

    internal void Add(ImportedAccounts batch)
    {
        _imported += batch.Imported;
        _alreadyThere += batch.AlreadyThere;
        _refused += batch.Refused.Count;
        _numbersLeftOut += batch.NumbersLeftOut;
    }

    internal void Interrupt() => _interrupted = true;
}
