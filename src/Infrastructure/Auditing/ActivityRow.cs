using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Security;
using CleanAuth.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>A security event as its owner is shown it; goes with the account, which the audit row does not.</summary>
internal sealed class ActivityRow
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public AppUser? Account { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ActivityEvent Event { get; init; }

    public Guid? SessionId { get; init; }

    /// <summary>The shortened address.</summary>
    public string? Network { get; init; }

    internal static void Configure(EntityTypeBuilder<ActivityRow> activity)
    {
        activity.ToTable("activity");
        activity.Property(a => a.Id).ValueGeneratedNever();
        activity.Property(a => a.Network).HasMaxLength(Source.MaxNetworkLength);
        activity.HasOne(a => a.Account).WithMany().HasForeignKey(a => a.AccountId);
        activity.HasIndex(a => new { a.AccountId, a.At, a.Id });

        // For its retention.
        activity.HasIndex(a => a.At);
    }
}
