using CleanAuth.Domain;

namespace CleanAuth.Application.Tests;

/// <summary>Runs the work at once and remembers how it ended, as <see cref="ITransactions"/> promises it.</summary>
internal sealed class ImmediateTransactions : ITransactions
{
    internal bool IsRunning { get; private set; }

    internal int Committed { get; private set; }

    internal int RolledBack { get; private set; }

    public async Task<Result<T>> RunAsync<T>(Func<CancellationToken, Task<Result<T>>> work, CancellationToken ct)
        where T : notnull
    {
        Assert.That(IsRunning, Is.False, "transactions are not nested");
        IsRunning = true;
        try
        {
            var result = await work(ct);
            (Committed, RolledBack) = result.IsSuccess ? (Committed + 1, RolledBack) : (Committed, RolledBack + 1);
            return result;
        }
        finally
        {
            IsRunning = false;
        }
    }
}
