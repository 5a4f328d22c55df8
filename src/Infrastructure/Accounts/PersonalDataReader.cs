using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Accounts;

/// <summary>Every query names the account, never its number: that may have been somebody else's before.</summary>
internal sealed class PersonalDataReader(AuthDbContext db, IActivity activity) : IPersonalData
{
    public async Task<PersonalData> GatherAsync(AccountId account, int most, CancellationToken ct)
    {
        var id = account.Value;
        var networks = db.KnownSources.Where(s => s.AccountId == id);
        return new PersonalData(
            await db.Authenticators.Where(a => a.AccountId == id).Select(a => (DateTimeOffset?)a.CreatedAt).SingleOrDefaultAsync(ct),
            await db.RecoveryCodes.Where(c => c.AccountId == id).MaxAsync(c => (DateTimeOffset?)c.CreatedAt, ct),
            await networks.CountAsync(ct),
            await networks.MaxAsync(s => (DateTimeOffset?)s.LastLoginAt, ct),
            await SessionsAsync(id, most, ct),

            // One page, as long as an export.
            (await activity.ListAsync(account, new PageRequest(After: null, most), ct)).Items,
            await db.OutboxMessages.Where(m => m.AccountId == id).OrderByDescending(m => m.CreatedAt).Take(most)
                .Select(m => new HeldMessage(m.CreatedAt, m.Channel, m.Phone, m.FinishedAt, m.Reason)).ToListAsync(ct),
            await db.AuditEvents.Where(e => e.AccountId == id).OrderByDescending(e => e.At).Take(most)
                .Select(e => new HeldAuditEvent(e.At, e.Event, e.SessionId)).ToListAsync(ct));
    }

    private async Task<IReadOnlyList<HeldSession>> SessionsAsync(Guid account, int most, CancellationToken ct)
    {
        var rows = await db.Sessions.AsNoTracking().Where(s => s.AccountId == account).OrderByDescending(s => s.CreatedAt).Take(most).ToListAsync(ct);
        return
        [
            .. rows.Select(s => new HeldSession(
                s.Id, s.Device, s.Network, AuthenticationMethods.Parse(s.Methods).Amr, s.CreatedAt, s.AuthenticatedAt, s.LastUsedAt, s.EndsAt, s.EndedAt, s.EndReason)),
        ];
    }
}
