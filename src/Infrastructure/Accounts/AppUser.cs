using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CleanAuth.Infrastructure.Accounts;

/// <summary>The stored account. Identity keeps e-mail and password hash; its phone tokens, authenticator keys and lockout are not used (docs/adr/0002).</summary>
internal sealed class AppUser : IdentityUser<Guid>
{
    internal const string EmailIndex = "ix_accounts_email";
    internal const string PhoneIndex = "ix_accounts_phone";

    public string? DisplayName { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset PasswordChangedAt { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    public bool SmsFactorEnabled { get; set; }

    /// <summary>True while there is a row in the table of authenticators; here too, so that a log-in reads one row.</summary>
    public bool TotpFactorEnabled { get; set; }

    /// <summary>See <see cref="Account.PhoneChangedAt"/>.</summary>
    public DateTimeOffset? PhoneChangedAt { get; set; }

    /// <summary>When the owner was last told of wrong second factors.</summary>
    public DateTimeOffset? FailuresToldAt { get; set; }

    /// <summary>When the owner was last told of a log-in after many wrong passwords.</summary>
    public DateTimeOffset? LoginAfterFailuresToldAt { get; set; }

    /// <summary>See <see cref="FactorBar"/>; null: none.</summary>
    public Factor? BarredFactor { get; set; }

    public DateTimeOffset? BarredUntil { get; set; }

    public Role Role { get; set; }

    /// <summary>See <see cref="Account.FactorRequiredFrom"/>.</summary>
    public DateTimeOffset? FactorRequiredFrom { get; set; }

    /// <summary>See <see cref="Account.FactorsResetAt"/>.</summary>
    public DateTimeOffset? FactorsResetAt { get; set; }

    /// <summary>See <see cref="Account.MustEnroll"/>.</summary>
    public bool MustEnroll { get; set; }

    /// <summary>Computed by the database.</summary>
    public AccountTraits Traits { get; private set; }

    /// <summary>The number read backwards, computed by the database: an index finds how a text begins, not how it ends.</summary>
    public string? PhoneReversed { get; private set; }

    internal static void Configure(EntityTypeBuilder<AppUser> user)
    {
        user.ToTable("accounts");
        user.Property(u => u.DisplayName).HasMaxLength(Account.DisplayNameLength);
        user.Property(u => u.PhoneNumber).HasMaxLength(Domain.Accounts.PhoneNumber.MaxLength);
        user.Property(u => u.Email).HasMaxLength(EmailAddress.MaxLength).IsRequired();
        user.Property(u => u.PasswordHash).HasMaxLength(512).IsRequired();
        user.Property(u => u.SecurityStamp).HasMaxLength(64);
        user.Property(u => u.ConcurrencyStamp).HasMaxLength(64);

        // The e-mail is stored in its one canonical form, and a number only when it was proved: these two indexes decide who has them.
        user.HasIndex(u => u.Email).HasDatabaseName(EmailIndex).IsUnique();
        user.HasIndex(u => u.Role).HasFilter("role <> 0");
        user.HasIndex(u => u.PhoneNumber).HasDatabaseName(PhoneIndex).IsUnique();
        ConfigureLists(user);
        user.Ignore(u => u.UserName).Ignore(u => u.NormalizedUserName).Ignore(u => u.NormalizedEmail).Ignore(u => u.EmailConfirmed)
            .Ignore(u => u.PhoneNumberConfirmed).Ignore(u => u.TwoFactorEnabled).Ignore(u => u.LockoutEnd).Ignore(u => u.LockoutEnabled)
            .Ignore(u => u.AccessFailedCount);
    }

    // One index for each order of the lists of administrators (docs/adr/0012).
    private static void ConfigureLists(EntityTypeBuilder<AppUser> user)
    {
        user.Property(u => u.Traits).HasComputedColumnSql(AccountTraitsOfFilter.Sql.ReplaceLineEndings(" "), stored: true);
        user.Property(u => u.PhoneReversed).HasMaxLength(Domain.Accounts.PhoneNumber.MaxLength).HasComputedColumnSql("reverse(phone_number)", stored: true).UseCollation(UserOrder.Collation);
        user.HasIndex(u => new { u.Traits, u.CreatedAt, u.Id }).HasDatabaseName("ix_accounts_traits_created_at");

        // One collation for each column: null leaves the number its own, which the annotations of the provider do not say.
        user.HasIndex(u => new { u.Traits, u.Email }).HasDatabaseName("ix_accounts_traits_email").UseCollation(null!, UserOrder.Collation);
        user.HasIndex(u => new { u.Traits, u.PhoneReversed }).HasDatabaseName("ix_accounts_traits_phone_reversed").HasFilter("phone_reversed IS NOT NULL");
    }

    internal Account ToAccount() =>
        new()
        {
            Id = new AccountId(Id),
            Email = EmailAddress.Parse(Email!),
            DisplayName = DisplayName,
            PhoneNumber = PhoneNumber is null ? null : Domain.Accounts.PhoneNumber.Parse(PhoneNumber),
            SmsFactorEnabled = SmsFactorEnabled,
            TotpFactorEnabled = TotpFactorEnabled,
            CreatedAt = CreatedAt,
            PasswordChangedAt = PasswordChangedAt,
            PhoneChangedAt = PhoneChangedAt,
            IsDisabled = DisabledAt is not null,
            Role = Role,
            FactorRequiredFrom = FactorRequiredFrom,
            FactorsResetAt = FactorsResetAt,
            MustEnroll = MustEnroll,
            Bar = BarredFactor is { } factor ? new FactorBar(factor, BarredUntil) : null,
        };
}
