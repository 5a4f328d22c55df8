using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Administration;
using CleanAuth.Infrastructure.Auditing;
using CleanAuth.Infrastructure.CleanUp;
using CleanAuth.Infrastructure.Login;
using CleanAuth.Infrastructure.Otp;
using CleanAuth.Infrastructure.Paging;
using CleanAuth.Infrastructure.Passwords;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sessions;
using CleanAuth.Infrastructure.Sessions.Tokens;
using CleanAuth.Infrastructure.Sms;
using CleanAuth.Infrastructure.Sms.Webhooks;
using CleanAuth.Infrastructure.Spend;
using CleanAuth.Infrastructure.TwoFactor;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CleanAuth.Infrastructure;

/// <summary>Everything behind the ports of the domain.</summary>
public static class InfrastructureSetup
{
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddPersistence(configuration, environment)
            .AddKeyProtection(configuration)
            .AddTokens(configuration, environment)
            .AddAccounts(configuration, environment)
            .AddPasswordRules(configuration)
            .AddSmsGateway(configuration, environment)
            .AddSpendGuard(configuration)
            .AddPolicy<OtpPolicy>(configuration, OtpPolicy.Section)
            .AddPolicy<BudgetPolicy>(configuration, BudgetPolicy.Section)
            .AddPolicy<PasswordBudgetPolicy>(configuration, PasswordBudgetPolicy.Section)
            .AddPolicy<TwoFactorPolicy>(configuration, TwoFactorPolicy.Section)
            .AddPolicy<TotpPolicy>(configuration, TotpPolicy.Section)
            .AddPolicy<SessionPolicy>(configuration, SessionPolicy.Section);

        services.AddScoped<IPendingLogins, PendingLoginStore>();
        services.AddScoped<IEnrollments, EnrollmentStore>();
        services.AddScoped<IKnownSources, KnownSourceStore>();
        services.AddScoped<IPasswordBudgets, PasswordBudgetStore>();
        services.AddScoped<OtpSends>();
        services.AddScoped<IOtpChallenges, OtpChallengeStore>();
        services.AddScoped<IPhoneProofs, PhoneProofStore>();
        services.AddScoped<IFactorBudgets, FactorBudgetStore>();
        services.AddScoped<IAuthenticators, AuthenticatorStore>();
        services.AddScoped<IRecoveryCodes, RecoveryCodeStore>();
        services.AddScoped<IFactorDemands, FactorDemands>();
        services.AddSingleton<AuthenticatorSecrets>();
        services.AddSingleton<IQrCodes, QrCodes>();
        services.AddSingleton<IPageCursors, PageCursors>();
        services.AddScoped<RefreshTokens>();
        services.AddScoped<ISessions, SessionStore>();
        services.AddScoped<IErasure, Erasure>();
        services.AddScoped<IPersonalData, PersonalDataReader>();
        services.AddSingleton<IOtpHasher, HmacOtpHasher>();
        services.AddSingleton<ITotpVerifier, TotpVerifier>();
        return services.AddAdministration().AddAuditing().AddAuditChain().AddPasswordResets().AddOutbox().AddWebhooks().AddCleanUp(configuration);
    }
}
