using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.CleanUp;

/// <summary>Which node does a job that one node at a time should do; each job has its row from its migration on.</summary>
internal sealed class JobLeaseRow
{
    internal const string CleanUp = "clean-up";

    public required string Name { get; init; }

    /// <summary>A node, by the id that it gave itself at its start.</summary>
    public required Guid Holder { get; set; }

    /// <summary>From then on any node may take the job.</summary>
    public required DateTimeOffset Until { get; set; }

    internal static void Configure(EntityTypeBuilder<JobLeaseRow> lease)
    {
        lease.ToTable("job_leases");
        lease.HasKey(l => l.Name);
        lease.Property(l => l.Name).HasMaxLength(50);
        lease.HasData(new JobLeaseRow { Name = CleanUp, Holder = Guid.Empty, Until = DateTimeOffset.UnixEpoch });
    }
}
