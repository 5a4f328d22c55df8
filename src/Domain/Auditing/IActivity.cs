using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Security;

namespace CleanAuth.Domain.Auditing;

/// <summary>
/// What an owner is shown of the account's security events: with the shortened address, for 90 days, apart from the audit trail (decisions 25). Written
/// with each event that <see cref="IAuditTrail"/> records.
/// </summary>
public interface IActivity
{
    /// <summary>The newest first.</summary>
    Task<Page<ActivityEntry>> ListAsync(AccountId account, PageRequest asked, CancellationToken ct);
}

/// <param name="Id">Names the entry among those of the same moment.</param>
/// <param name="SessionId">In which session, when there was one.</param>
/// <param name="Network">See <see cref="Source.Network"/>; null when it came over no network.</param>
public sealed record ActivityEntry(Guid Id, DateTimeOffset At, ActivityEvent Event, Guid? SessionId, string? Network)
{
    public override string ToString() => nameof(ActivityEntry);
}
