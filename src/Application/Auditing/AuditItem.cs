using CleanAuth.Domain.Auditing;

namespace CleanAuth.Application.Auditing;

/// <param name="Id">Of the event.</param>
/// <param name="At">When it happened.</param>
/// <param name="Event">What happened. More kinds may be added.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Actor">Who did it: whoever has a secret of the account counts as its owner.</param>
/// <param name="AccountId">Whom it concerns; absent when that is nobody, or nobody known.</param>
/// <param name="AdministratorId">Which administrator did it.</param>
/// <param name="SessionId">In which session, when there was one; an administrator's own.</param>
/// <param name="Origin">Where it was asked for.</param>
/// <param name="Network">An opaque name of the network that it came from, the same for each event of that network until the master key changes. No address can be had from it.</param>
/// <param name="Reason">Why, in the administrator's words.</param>
public sealed record AuditItem(
    Guid Id, DateTimeOffset At, SecurityEvent Event, AuditOutcome Outcome, AuditActor Actor,
    Guid? AccountId, Guid? AdministratorId, Guid? SessionId, AuditOrigin Origin, string? Network, string? Reason)
{
    public override string ToString() => nameof(AuditItem);

    internal static AuditItem Of(AuditEntry e) =>
        new(e.Id, e.At, e.Event, e.Outcome, e.Actor, e.Account, e.Administrator, e.Session, e.Origin, e.Network, e.Reason);
}
