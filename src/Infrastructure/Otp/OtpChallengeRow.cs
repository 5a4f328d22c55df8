using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Spend;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Otp;

internal sealed class OtpChallengeRow : ISpendable
{
    public required string Id { get; init; }

    public required OtpPurpose Purpose { get; init; }

    /// <summary>No foreign key: the decoy of a reset names an account that nobody has (security-requirements D2).</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The log-in that asked, or the enrolment.</summary>
    public Guid? LoginId { get; init; }

    public Guid? SessionId { get; init; }

    /// <summary>Keyed hash of the network that asked without a token; null behind one. A stranger elsewhere ends no code of somebody's.</summary>
    public string? Asker { get; init; }

    public required string Phone { get; init; }

    public required string Label { get; init; }

    public required string KeyId { get; init; }

    public required byte[] CodeHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public int Tries { get; set; }

    public DateTimeOffset? SpentAt { get; set; }

    public DateTimeOffset? SupersededAt { get; set; }

    internal static void Configure(EntityTypeBuilder<OtpChallengeRow> challenge)
    {
        challenge.ToTable("otp_challenges");
        challenge.Property(c => c.Id).HasMaxLength(ChallengeId.Length);
        challenge.Property(c => c.Phone).HasMaxLength(PhoneNumber.MaxLength);
        challenge.Property(c => c.Asker).HasMaxLength(SpendCounterRow.KeyLength);
        challenge.Property(c => c.Label).HasMaxLength(2);
        challenge.Property(c => c.KeyId).HasMaxLength(64);
        challenge.Property(c => c.CodeHash).HasMaxLength(32);
        challenge.HasIndex(c => new { c.Phone, c.Purpose, c.CreatedAt });
        challenge.HasIndex(c => c.AccountId);

        // For the clean-up: what nobody answered goes sooner than the rest.
        challenge.HasIndex(c => c.CreatedAt, "ix_otp_challenges_unspent").HasFilter("spent_at IS NULL");
        challenge.HasIndex(c => c.CreatedAt, "ix_otp_challenges_spent").HasFilter("spent_at IS NOT NULL");
    }

    internal static OtpChallengeRow Of(OtpChallenge challenge, CodeHash hash, string? asker) =>
        new()
        {
            Id = challenge.Id.Value,
            Purpose = challenge.Scope.Purpose,
            AccountId = challenge.Scope.Account?.Value,
            LoginId = challenge.Scope.Waiting,
            SessionId = challenge.Scope.Session?.Value,
            Asker = asker,
            Phone = challenge.Phone.Value,
            Label = challenge.Label,
            KeyId = hash.KeyId,
            CodeHash = hash.Value,
            CreatedAt = challenge.CreatedAt,
            ExpiresAt = challenge.ExpiresAt,
        };

    internal OtpChallenge ToChallenge() =>
        new(new ChallengeId(Id),
            new OtpScope(
                Purpose, AccountId is { } account ? new AccountId(account) : null, LoginId is { } login && Purpose != OtpPurpose.Enrollment ? new PendingLoginId(login) : null,
                SessionId is { } session ? new SessionId(session) : null, LoginId is { } enrollment && Purpose == OtpPurpose.Enrollment ? new EnrollmentId(enrollment) : null),
            PhoneNumber.Parse(Phone), Label, CreatedAt, ExpiresAt);
}
