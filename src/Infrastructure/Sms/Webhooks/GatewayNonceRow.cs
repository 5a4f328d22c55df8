using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Sms.Webhooks;

/// <summary>A nonce of Plivo's and what came with it, both as SHA-256; kept for a day.</summary>
internal sealed class GatewayNonceRow
{
    public required byte[] Nonce { get; init; }

    public required byte[] Content { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    internal static void Configure(EntityTypeBuilder<GatewayNonceRow> nonce)
    {
        nonce.ToTable("gateway_nonces");
        nonce.HasKey(n => n.Nonce);
        nonce.Property(n => n.Nonce).HasMaxLength(SHA256.HashSizeInBytes);
        nonce.Property(n => n.Content).HasMaxLength(SHA256.HashSizeInBytes);
        nonce.HasIndex(n => n.SeenAt);
    }
}
