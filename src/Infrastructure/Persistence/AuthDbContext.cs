using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Auditing;
using CleanAuth.Infrastructure.CleanUp;
using CleanAuth.Infrastructure.Login;
using CleanAuth.Infrastructure.Otp;
using CleanAuth.Infrastructure.Passwords;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sessions;
using CleanAuth.Infrastructure.Sms;
using CleanAuth.Infrastructure.Sms.Webhooks;
using CleanAuth.Infrastructure.Spend;
using CleanAuth.Infrastructure.TwoFactor;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence;

/// <summary>The model; one subclass per provider brings its names, types and migrations.</summary>
internal abstract class AuthDbContext(DbContextOptions options) : IdentityUserContext<AppUser, Guid>(options)
{
    internal DbSet<OtpChallengeRow> OtpChallenges => Set<OtpChallengeRow>();

    internal DbSet<OtpSendRow> OtpSends => Set<OtpSendRow>();

    internal DbSet<PhoneProofRow> PhoneProofs => Set<PhoneProofRow>();

    internal DbSet<OutboxMessageRow> OutboxMessages => Set<OutboxMessageRow>();

    internal DbSet<SpendCounterRow> SpendCounters => Set<SpendCounterRow>();

    internal DbSet<SmsSwitchRow> SmsSwitch => Set<SmsSwitchRow>();

    internal DbSet<GatewayNonceRow> GatewayNonces => Set<GatewayNonceRow>();

    internal DbSet<EarlyReportRow> EarlyReports => Set<EarlyReportRow>();

    internal DbSet<PendingLoginRow> PendingLogins => Set<PendingLoginRow>();

    internal DbSet<EnrollmentRow> Enrollments => Set<EnrollmentRow>();

    internal DbSet<KnownSourceRow> KnownSources => Set<KnownSourceRow>();

    internal DbSet<PasswordBudgetRow> PasswordBudgets => Set<PasswordBudgetRow>();

    internal DbSet<FactorBudgetRow> FactorBudgets => Set<FactorBudgetRow>();

    internal DbSet<AuthenticatorRow> Authenticators => Set<AuthenticatorRow>();

    internal DbSet<PendingAuthenticatorRow> PendingAuthenticators => Set<PendingAuthenticatorRow>();

    internal DbSet<RecoveryCodeRow> RecoveryCodes => Set<RecoveryCodeRow>();

    internal DbSet<ResetBudgetRow> ResetBudgets => Set<ResetBudgetRow>();

    internal DbSet<ResetTokenRow> ResetTokens => Set<ResetTokenRow>();

    internal DbSet<SessionRow> Sessions => Set<SessionRow>();

    internal DbSet<RefreshTokenRow> RefreshTokens => Set<RefreshTokenRow>();

    internal DbSet<AuditEventRow> AuditEvents => Set<AuditEventRow>();

    internal DbSet<AuditQueueRow> AuditQueue => Set<AuditQueueRow>();

    internal DbSet<AuditLinkRow> AuditLinks => Set<AuditLinkRow>();

    internal DbSet<AuditDayRow> AuditDays => Set<AuditDayRow>();

    internal DbSet<ActivityRow> Activity => Set<ActivityRow>();

    internal DbSet<SigningKeyRow> SigningKeys => Set<SigningKeyRow>();

    internal DbSet<DataProtectionKeyRow> DataProtectionKeys => Set<DataProtectionKeyRow>();

    internal DbSet<JobLeaseRow> JobLeases => Set<JobLeaseRow>();

    /// <summary>Stores what is waiting, unless a transaction is open: that one stores everything at its end, in one batch.</summary>
    internal Task SaveUnlessInTransactionAsync(CancellationToken ct) =>
        Database.CurrentTransaction is null ? SaveChangesAsync(ct) : Task.CompletedTask;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Ignore<IdentityUserClaim<Guid>>();
        builder.Ignore<IdentityUserLogin<Guid>>();
        builder.Ignore<IdentityUserToken<Guid>>();

        AppUser.Configure(builder.Entity<AppUser>());
        OtpChallengeRow.Configure(builder.Entity<OtpChallengeRow>());
        OtpSendRow.Configure(builder.Entity<OtpSendRow>());
        PhoneProofRow.Configure(builder.Entity<PhoneProofRow>());
        OutboxMessageRow.Configure(builder.Entity<OutboxMessageRow>());
        SpendCounterRow.Configure(builder.Entity<SpendCounterRow>());
        SmsSwitchRow.Configure(builder.Entity<SmsSwitchRow>());
        GatewayNonceRow.Configure(builder.Entity<GatewayNonceRow>());
        EarlyReportRow.Configure(builder.Entity<EarlyReportRow>());
        PendingLoginRow.Configure(builder.Entity<PendingLoginRow>());
        EnrollmentRow.Configure(builder.Entity<EnrollmentRow>());
        KnownSourceRow.Configure(builder.Entity<KnownSourceRow>());
        PasswordBudgetRow.Configure(builder.Entity<PasswordBudgetRow>());
        FactorBudgetRow.Configure(builder.Entity<FactorBudgetRow>());
        AuthenticatorRow.Configure(builder.Entity<AuthenticatorRow>());
        PendingAuthenticatorRow.Configure(builder.Entity<PendingAuthenticatorRow>());
        RecoveryCodeRow.Configure(builder.Entity<RecoveryCodeRow>());
        ResetBudgetRow.Configure(builder.Entity<ResetBudgetRow>());
        ResetTokenRow.Configure(builder.Entity<ResetTokenRow>());
        SessionRow.Configure(builder.Entity<SessionRow>());
        RefreshTokenRow.Configure(builder.Entity<RefreshTokenRow>());
        AuditEventRow.Configure(builder.Entity<AuditEventRow>());
        AuditQueueRow.Configure(builder.Entity<AuditQueueRow>());
        AuditLinkRow.Configure(builder.Entity<AuditLinkRow>());
        AuditDayRow.Configure(builder.Entity<AuditDayRow>());
        ActivityRow.Configure(builder.Entity<ActivityRow>());
        SigningKeyRow.Configure(builder.Entity<SigningKeyRow>());
        DataProtectionKeyRow.Configure(builder.Entity<DataProtectionKeyRow>());
        JobLeaseRow.Configure(builder.Entity<JobLeaseRow>());
    }
}
