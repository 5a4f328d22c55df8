using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Spend;

internal sealed class SmsSwitch(AuthDbContext db) : ISmsSwitch
{
    public Task SetAsync(bool off, DateTimeOffset now, CancellationToken ct) =>
        db.SmsSwitch.ExecuteUpdateAsync(set => set.SetProperty(s => s.IsOff, off).SetProperty(s => s.ChangedAt, now), ct);

    public Task<bool> IsOffAsync(CancellationToken ct) => db.SmsSwitch.Select(s => s.IsOff).SingleAsync(ct);
}
