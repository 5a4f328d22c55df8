using AutoMapper;
using CleanAuth.Application.Accounts;
using CleanAuth.Application.Administration;
using CleanAuth.Application.Import;
using CleanAuth.Application.Login;
using CleanAuth.Application.Passwords;
using CleanAuth.Application.Pipeline;
using CleanAuth.Application.Sessions;
using CleanAuth.Application.Sms;
using CleanAuth.Application.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.WebApi;

/// <summary>Registers the use cases. MediatR 5, AutoMapper 8 and FluentValidation have no registration packages here (docs/adr/0005).</summary>
internal static class ApplicationSetup
{
    internal static IServiceCollection AddApplication(this IServiceCollection services)
    {
        var application = typeof(ValidationStep<,>).Assembly;
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        foreach (var handler in application.GetTypes().Where(type => type is { IsAbstract: false }))
        {
            foreach (var port in handler.GetInterfaces().Where(IsRequestHandler))
            {
                services.AddScoped(port, handler);
            }
        }

        foreach (var validator in AssemblyScanner.FindValidatorsInAssembly(application))
        {
            services.AddSingleton(validator.InterfaceType, validator.ValidatorType);
        }

        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationStep<,>));
        services.AddScoped<AdministratorWrite>();
        services.AddScoped<UserThrottles>();
        services.AddScoped<AccountProfiles>();
        services.AddScoped<PhoneAdoption>();
        services.AddScoped<PasswordGate>();
        services.AddSingleton<PasswordRules>();
        services.AddScoped<PasswordTries>();
        services.AddScoped<LoginAfterFailures>();
        services.AddScoped<PasswordReplacement>();
        services.AddScoped<ResetTries>();
        services.AddScoped<ResetProofs>();
        services.AddScoped<ResetCodeSending>();
        services.AddScoped<ResetCodeCheck>();
        services.AddScoped<SessionOpening>();
        services.AddScoped<SessionHold>();
        services.AddScoped<RefreshReuse>();
        services.AddScoped<EnrollmentOpening>();
        services.AddScoped<EnrollmentProof>();
        services.AddScoped<EnrollmentSteps>();
        services.AddScoped<TotpActivation>();
        services.AddScoped<RecoveryReminder>();
        services.AddScoped<FactorTries>();
        services.AddScoped<FactorChanges>();
        services.AddScoped<UsableMethods>();
        services.AddScoped<AccountUnlocking>();
        services.AddScoped<IFactorCheck, TotpCheck>();
        services.AddScoped<IFactorCheck, SmsCheck>();
        services.AddScoped<IFactorCheck, RecoveryCodeCheck>();
        services.AddScoped<CallDoor>();
        services.AddScoped<ImportReading>();
        services.AddSingleton(new MapperConfiguration(mapper => mapper.AddProfiles(application)).CreateMapper());
        return services;
    }

    private static bool IsRequestHandler(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IRequestHandler<,>);
}
