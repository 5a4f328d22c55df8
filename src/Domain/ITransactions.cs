namespace CleanAuth.Domain;

/// <summary>Several writes that hold together or not at all.</summary>
public interface ITransactions
{
    /// <summary>
    /// Runs <paramref name="work"/> in one database transaction: commits when it returns a success, rolls everything back when it
    /// returns an error or throws. Nothing that leaves the process (a gateway, a hash that takes long) belongs inside.
    /// </summary>
    Task<Result<T>> RunAsync<T>(Func<CancellationToken, Task<Result<T>>> work, CancellationToken ct)
        where T : notnull;
}
