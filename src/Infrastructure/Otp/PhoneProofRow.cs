using CleanAuth.Domain.Accounts;
using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Otp;

internal sealed class PhoneProofRow : ISpendable
{
    public required byte[] TokenHash { get; init; }

    public required string Phone { get; init; }

    public Guid? AccountId { get; init; }

    public AppUser? Account { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? SpentAt { get; set; }

    internal static void Configure(EntityTypeBuilder<PhoneProofRow> proof)
    {
        proof.ToTable("phone_proofs");
        proof.HasKey(p => p.TokenHash);
        proof.Property(p => p.TokenHash).HasMaxLength(32);
        proof.Property(p => p.Phone).HasMaxLength(PhoneNumber.MaxLength);
        proof.HasIndex(p => p.CreatedAt);
        proof.HasOne(p => p.Account).WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Cascade);

        // To forget a number.
        proof.HasIndex(p => p.Phone);
    }
}
