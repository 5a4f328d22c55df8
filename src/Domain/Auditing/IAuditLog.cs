using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Paging;

namespace CleanAuth.Domain.Auditing;

/// <summary>Reads what <see cref="IAuditTrail"/> recorded.</summary>
public interface IAuditLog
{
    /// <summary>The newest first. Every filter, alone or with others, is answered from an index.</summary>
    Task<Page<AuditEntry>> ListAsync(AuditFilter filter, PageRequest asked, CancellationToken ct);
}

/// <summary>Which events; null stands for any.</summary>
/// <param name="Account">Whom it concerns.</param>
/// <param name="Administrator">Who did it to somebody.</param>
/// <param name="From">From this moment on.</param>
/// <param name="To">Before this moment.</param>
public sealed record AuditFilter(AccountId? Account, AccountId? Administrator, SecurityEvent? Event, AuditOutcome? Outcome, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>One spelling for one meaning, see <see cref="PagedList.Filter"/>.</summary>
    public string Spelling => FormattableString.Invariant(
        $"{Account?.Value:N};{Administrator?.Value:N};{(int?)Event};{(int?)Outcome};{From?.UtcTicks};{To?.UtcTicks}");

    public override string ToString() => nameof(AuditFilter);
}

/// <param name="Network">An opaque name: the same for the same network while the master key is the same. Null when it came over no network.</param>
/// <param name="Reason">See <see cref="AuditEvent.Reason"/>.</param>
public sealed record AuditEntry(
    Guid Id, DateTimeOffset At, SecurityEvent Event, AuditOutcome Outcome, AuditOrigin Origin,
    Guid? Account, Guid? Session, Guid? Administrator, string? Network, string? Reason)
{
    public AuditActor Actor => AuditMeaning.ActorOf(Event, Origin, Administrator is not null, Session is not null);

    public override string ToString() => nameof(AuditEntry);
}
