using CleanAuth.Domain.Security;

namespace CleanAuth.Infrastructure.Security;

/// <summary>Each try that finds somebody else's new key begins anew with it.</summary>
internal sealed class SigningKeyRotation(SigningKeyStore store) : ISigningKeyRotation
{
    public async Task<NextSigningKey> AnnounceAsync(DateTimeOffset now, CancellationToken ct)
    {
        var signsFrom = SigningKeyPlan.WholeSecond(now + SigningKeyPlan.Announcement);
        while (true)
        {
            var rows = await store.LoadAsync(ct);
            if (rows.LastOrDefault(row => row.WithdrawnAt is null) is { } last && last.SignsFrom > now)
            {
                return new NextSigningKey(last.SignsFrom, IsNew: false);
            }

            if (await store.TryAddAsync(rows, signsFrom, now, ct))
            {
                return new NextSigningKey(signsFrom, IsNew: true);
            }
        }
    }

    public async Task<DateTimeOffset> ReplaceAllAsync(DateTimeOffset now, CancellationToken ct)
    {
        var from = SigningKeyPlan.WholeSecond(now + SigningKeyPlan.Handover);
        while (!await store.TryReplaceAllAsync(await store.LoadAsync(ct), from, now, ct))
        {
        }

        return from;
    }
}
