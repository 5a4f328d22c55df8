using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Security;

/// <summary>A P-256 key that signs tokens. The private half is encrypted by Data Protection.</summary>
internal sealed class SigningKeyRow
{
    /// <summary>The <c>kid</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Counts up; unique, so that nodes that make the next key at the same time agree on one.</summary>
    public required int Generation { get; init; }

    /// <summary>The public half follows from it: a column of its own would be one that nobody may believe.</summary>
    public required byte[] ProtectedPrivateKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it takes over from the key before it. A row from before there was this column signs at once, which it did already.</summary>
    public required DateTimeOffset SignsFrom { get; init; }

    /// <summary>When it leaked: from then on nobody signs with it or believes it, and any node deletes the row.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    internal static void Configure(EntityTypeBuilder<SigningKeyRow> key)
    {
        key.ToTable("signing_keys");
        key.Property(k => k.Id).HasMaxLength(64);
        key.Property(k => k.ProtectedPrivateKey).HasMaxLength(2000);
        key.HasIndex(k => k.Generation).IsUnique();
    }
}
