using CleanAuth.Domain;
using CleanAuth.Infrastructure.Auditing;
using CleanAuth.Infrastructure.Sms;

namespace CleanAuth.Infrastructure.Persistence;

internal sealed class Transactions(AuthDbContext db, AuditTrail audit, Notices notices) : ITransactions
{
    public async Task<Result<T>> RunAsync<T>(Func<CancellationToken, Task<Result<T>>> work, CancellationToken ct)
        where T : notnull
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var result = await work(ct);
        if (!result.IsSuccess)
        {
            // What was only added must not reach the next save of this request.
            db.ChangeTracker.Clear();
            audit.TransactionEnded(committed: false);
            notices.TransactionEnded(committed: false);
            return result;
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        audit.TransactionEnded(committed: true);
        notices.TransactionEnded(committed: true);
        return result;
    }
}
