using System.Security.Cryptography;
using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

internal sealed class GatewayNonceStore(AuthDbContext db) : IGatewayNonces
{
    public async Task<NonceUse> UseAsync(SignedCall call, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.AddNonceAsync(call, now, ct))
        {
            return NonceUse.First;
        }

        // Gone meanwhile: it was a day old, and the same call then had its effect a day ago.
        var seen = await db.GatewayNonces.Where(n => n.Nonce == call.Nonce).Select(n => n.Content).SingleOrDefaultAsync(ct);
        return seen is null || CryptographicOperations.FixedTimeEquals(seen, call.Content) ? NonceUse.Repeated : NonceUse.Abused;
    }

    /// <summary>Removes up to <paramref name="most"/> that are too old to count.</summary>
    internal Task<int> ForgetAsync(DateTimeOffset now, int most, CancellationToken ct) =>
        db.GatewayNonces.Where(n => n.SeenAt < now - IGatewayNonces.Memory).OrderBy(n => n.SeenAt).Take(most).ExecuteDeleteAsync(ct);
}
