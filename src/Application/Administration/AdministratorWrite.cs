using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Application.Administration;

/// <summary>
/// The frame of everything that administrators change: role and session are asked for again once the accounts are held, and the audit event is stored with
/// the change or neither is (ASVS 5.0 8.3.2, 16.3.3). The owner is told last, see <see cref="INotices.TellAsync"/>.
/// </summary>
public sealed class AdministratorWrite(IAdministrators administrators, ISessions sessions, IAuditTrail audit, INotices notices, ITransactions transactions, TimeProvider time)
{
    /// <summary>
    /// Runs <paramref name="change"/> in a transaction that holds the account; <c>token_invalid</c>, <c>admin_required</c> or <c>not_found</c> before it. A
    /// refusal of its own (<see cref="ErrorKind.Conflict"/>) is recorded too: somebody tried.
    /// </summary>
    public Task<Result<Done>> RunAsync(AdministratorAct act, Func<ActContext, CancellationToken, Task<Result<ActOutcome>>> change, CancellationToken ct) =>
        RunAsync(
            act,
            (held, now, inner) => held.Target is { } target ? change(new ActContext(target, held, now), inner) : Task.FromResult<Result<ActOutcome>>(AccountErrors.NotFound),
            ct);

    /// <summary>As above, for what concerns no account.</summary>
    public Task<Result<Done>> RunAsync(Session caller, string reason, Func<DateTimeOffset, CancellationToken, Task<SecurityEvent>> change, CancellationToken ct) =>
        RunAsync(new AdministratorAct(caller, Target: null, reason), async (_, now, inner) => new ActOutcome(await change(now, inner)), ct);

    private async Task<Result<Done>> RunAsync(
        AdministratorAct act, Func<HeldAdministrators, DateTimeOffset, CancellationToken, Task<Result<ActOutcome>>> change, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var done = await transactions.RunAsync(inner => ActAsync(act, change, now, inner), ct);
        if (!done.IsSuccess && done.Error.Kind == ErrorKind.Conflict)
        {
            await audit.RecordAsync(act.EventOf(SecurityEvent.AdministratorRefused, now), ct);
        }

        return done;
    }

    private async Task<Result<Done>> ActAsync(
        AdministratorAct act, Func<HeldAdministrators, DateTimeOffset, CancellationToken, Task<Result<ActOutcome>>> change, DateTimeOffset now, CancellationToken ct)
    {
        var held = await administrators.HoldAsync(act.Target, ct);
        if (await sessions.FindLiveAsync(act.Caller.Id, act.Caller.Account, now, ct) is null)
        {
            return SessionErrors.TokenInvalid;
        }

        if (!held.Administrators.Any(administrator => administrator.Id == act.Caller.Account && !administrator.IsDisabled))
        {
            return AdministrationErrors.AdminRequired;
        }

        var changed = await change(held, now, ct);
        if (!changed.IsSuccess)
        {
            return changed.Error;
        }

        if (changed.Value.Event is { } what)
        {
            await audit.RecordAsync(act.EventOf(what, now), ct);
        }

        foreach (var kind in changed.Value.Told)
        {
            await notices.TellAsync(new Notice(kind, held.Target!.Id, held.Target.PhoneNumber, now), ct);
        }

        return new Done();
    }
}

/// <param name="Caller">The session of the administrator.</param>
/// <param name="Target">To whom; null: to no account that there is, or the act concerns none.</param>
/// <param name="Reason">See <see cref="AuditEvent.Reason"/>.</param>
public sealed record AdministratorAct(Session Caller, AccountId? Target, string Reason)
{
    /// <summary>True for what administrators would do to themselves.</summary>
    public bool IsOnSelf => Target == Caller.Account;

    /// <summary>Any event of this act: who, to whom and why.</summary>
    public AuditEvent EventOf(SecurityEvent what, DateTimeOffset now) => new(what, now, Target, Caller.Id) { Administrator = Caller.Account, Reason = Reason };

    public override string ToString() => nameof(AdministratorAct);
}

/// <param name="Target">As it was before.</param>
/// <param name="Held">Everybody who administers.</param>
public sealed record ActContext(Account Target, HeldAdministrators Held, DateTimeOffset Now);

/// <param name="Event">What happened; null: it was so already, which is not recorded, or the trail would tell of appointments that were none.</param>
/// <param name="Told">What the owner is told, at the number from before.</param>
public sealed record ActOutcome(SecurityEvent? Event, params IReadOnlyList<NoticeKind> Told);
