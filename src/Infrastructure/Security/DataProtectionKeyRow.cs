using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Security;

/// <summary>One element of the Data Protection key ring, sealed with the master key (<see cref="KeyRingCipher"/>).</summary>
internal sealed class DataProtectionKeyRow
{
    public required Guid Id { get; init; }

    public required string FriendlyName { get; init; }

    public required string Xml { get; init; }

    internal static void Configure(EntityTypeBuilder<DataProtectionKeyRow> key)
    {
        key.ToTable("data_protection_keys");
        key.Property(k => k.Id).ValueGeneratedNever();
        key.Property(k => k.FriendlyName).HasMaxLength(200);
    }
}
