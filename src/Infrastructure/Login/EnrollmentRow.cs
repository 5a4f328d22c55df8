using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Login;

internal sealed class EnrollmentRow : ISpendable
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public AppUser? Account { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; set; }

    internal static void Configure(EntityTypeBuilder<EnrollmentRow> enrollment)
    {
        enrollment.ToTable("enrollments");
        enrollment.Property(e => e.Id).ValueGeneratedNever();
        enrollment.HasOne(e => e.Account).WithMany().HasForeignKey(e => e.AccountId);
        enrollment.HasIndex(e => e.ExpiresAt);
    }
}
