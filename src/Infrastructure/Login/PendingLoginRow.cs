using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Login;

internal sealed class PendingLoginRow : ISpendable
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public AppUser? Account { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public int Tries { get; set; }

    public DateTimeOffset? SpentAt { get; set; }

    internal static void Configure(EntityTypeBuilder<PendingLoginRow> login)
    {
        login.ToTable("pending_logins");
        login.Property(l => l.Id).ValueGeneratedNever();
        login.HasOne(l => l.Account).WithMany().HasForeignKey(l => l.AccountId);
        login.HasIndex(l => l.ExpiresAt);
    }
}
