using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Login;

internal sealed class EnrollmentStore(AuthDbContext db) : IEnrollments
{
    public Task OpenAsync(Enrollment enrollment, CancellationToken ct)
    {
        db.Enrollments.Add(new EnrollmentRow
        {
            Id = enrollment.Id.Value,
            AccountId = enrollment.Account.Value,
            StartedAt = enrollment.StartedAt,
            ExpiresAt = enrollment.ExpiresAt,
        });
        return db.SaveUnlessInTransactionAsync(ct);
    }

    public Task<bool> IsLiveAsync(EnrollmentId id, AccountId account, DateTimeOffset now, CancellationToken ct) => Live(id, account, now).AnyAsync(ct);

    public Task<bool> SpendAsync(EnrollmentId id, AccountId account, DateTimeOffset now, CancellationToken ct) => Live(id, account, now).SpendAsync(now, ct);

    public Task EndAllAsync(AccountId account, DateTimeOffset now, CancellationToken ct) =>
        db.Enrollments.Where(e => e.AccountId == account.Value && e.SpentAt == null).ExecuteUpdateAsync(set => set.SetProperty(e => e.SpentAt, now), ct);

    private IQueryable<EnrollmentRow> Live(EnrollmentId id, AccountId account, DateTimeOffset now) =>
        db.Enrollments.Where(e => e.Id == id.Value && e.AccountId == account.Value && e.SpentAt == null && e.ExpiresAt > now
            && e.Account!.DisabledAt == null && e.StartedAt >= e.Account.PasswordChangedAt && !e.Account.SmsFactorEnabled && !e.Account.TotpFactorEnabled);
}
