using CleanAuth.Infrastructure.Otp;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

internal static class ProofSpending
{
    /// <summary>As <see cref="Spending.SpendAsync"/>, and gives the row: of any number of parallel callers one gets it.</summary>
    internal static IQueryable<PhoneProofRow> SpendProof(this AuthDbContext db, byte[] tokenHash, Guid? account, DateTimeOffset now) =>
        db.PhoneProofs.FromSqlInterpolated($"""
            UPDATE phone_proofs SET spent_at = {now}
            WHERE token_hash = {tokenHash} AND account_id IS NOT DISTINCT FROM {account}::uuid AND expires_at > {now} AND spent_at IS NULL
            RETURNING *
            """).AsNoTracking();
}
