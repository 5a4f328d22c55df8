using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Security;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Otp;

internal sealed class PhoneProofStore(AuthDbContext db) : IPhoneProofs
{
    public Task IssueAsync(OpaqueToken token, PhoneProof proof, CancellationToken ct)
    {
        db.PhoneProofs.Add(new PhoneProofRow
        {
            TokenHash = token.Hash(),
            Phone = proof.Phone.Value,
            AccountId = proof.Account?.Value,
            CreatedAt = proof.CreatedAt,
            ExpiresAt = proof.ExpiresAt,
        });
        return db.SaveUnlessInTransactionAsync(ct);
    }

    public async Task<PhoneProof?> FindAsync(OpaqueToken token, AccountId? account, DateTimeOffset now, CancellationToken ct)
    {
        var row = await Matching(token, account, now).AsNoTracking().SingleOrDefaultAsync(p => p.SpentAt == null, ct);
        return row is null ? null : new PhoneProof(PhoneNumber.Parse(row.Phone), account, row.CreatedAt, row.ExpiresAt);
    }

    public async Task<PhoneNumber?> SpendAsync(OpaqueToken token, AccountId? account, DateTimeOffset now, CancellationToken ct)
    {
        var spent = await db.SpendProof(token.Hash(), account?.Value, now).ToListAsync(ct);
        return spent is [{ } proof] ? PhoneNumber.Parse(proof.Phone) : null;
    }

    private IQueryable<PhoneProofRow> Matching(OpaqueToken token, AccountId? account, DateTimeOffset now)
    {
        var hash = token.Hash();
        Guid? owner = account?.Value;
        return db.PhoneProofs.Where(p => p.TokenHash == hash && p.AccountId == owner && p.ExpiresAt > now);
    }
}
