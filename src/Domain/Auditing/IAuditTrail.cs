using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Domain.Auditing;

/// <summary>The append-only record of security events. Inside <see cref="ITransactions.RunAsync{T}"/> an event is stored with the change it tells of, or not at all.</summary>
public interface IAuditTrail
{
    Task RecordAsync(AuditEvent auditEvent, CancellationToken ct);
}

/// <summary>Opaque ids only: no address, e-mail, number, code or token (decisions 25).</summary>
/// <param name="Account">Whom it concerns, or null when it is not known.</param>
/// <param name="Session">In which session, when there was one.</param>
public sealed record AuditEvent(SecurityEvent Event, DateTimeOffset At, AccountId? Account = null, SessionId? Session = null)
{
    /// <summary>Longest <see cref="Reason"/>, in Unicode code points.</summary>
    public const int ReasonLength = 500;

    /// <summary>The administrator who did it to somebody; null: the owner, a stranger, an operator or the service itself.</summary>
    public AccountId? Administrator { get; init; }

    /// <summary>Why, in the administrator's words.</summary>
    public string? Reason { get; init; }

    public override string ToString() => $"{Event}";
}
