using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace CleanAuth.WebApi.Security;

/// <summary>The kinds of caller that a route can be opened to; each route names exactly one, and a route that names none demands a full token.</summary>
internal static class Access
{
    /// <summary>A full token of a live session.</summary>
    internal const string FullToken = nameof(FullToken);

    /// <summary>A full token whose proof is fresh (<c>Sessions:StepUpSeconds</c>) and of the account's highest level.</summary>
    internal const string FreshProof = nameof(FreshProof);

    /// <summary>A full token whose proof is fresh, of whatever level.</summary>
    internal const string RecentProof = nameof(RecentProof);

    /// <summary>A full token of an administrator, of a session with two factors: for what changes nothing.</summary>
    internal const string Administrator = nameof(Administrator);

    /// <summary>As <see cref="Administrator"/>, and the proof is fresh: for every write.</summary>
    internal const string AdministratorFreshProof = nameof(AdministratorFreshProof);

    /// <summary>The restricted token between password and second factor, nothing else.</summary>
    internal const string SecondFactorToken = nameof(SecondFactorToken);

    /// <summary>As <see cref="FullToken"/>, or the restricted token of an account that must switch its first factor on.</summary>
    internal const string FullOrEnrollmentToken = nameof(FullOrEnrollmentToken);

    /// <summary>As <see cref="FreshProof"/>, or the restricted token of an account that must switch its first factor on: its password was just right.</summary>
    internal const string FreshProofOrEnrollmentToken = nameof(FreshProofOrEnrollmentToken);

    /// <summary>Nobody known, or any good token; the use case decides by purpose. A bad token is refused, never taken for none.</summary>
    internal const string AnyCaller = nameof(AnyCaller);

    internal static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddAuthentication(BearerHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, configureOptions: null);
        var fullToken = Policy(FullToken);
        services.AddAuthorizationBuilder()
            .AddPolicy(FullToken, fullToken)
            .AddPolicy(FreshProof, Policy(FreshProof))
            .AddPolicy(RecentProof, Policy(RecentProof))
            .AddPolicy(Administrator, Policy(Administrator))
            .AddPolicy(AdministratorFreshProof, Policy(AdministratorFreshProof))
            .AddPolicy(SecondFactorToken, Policy(SecondFactorToken))
            .AddPolicy(FullOrEnrollmentToken, Policy(FullOrEnrollmentToken))
            .AddPolicy(FreshProofOrEnrollmentToken, Policy(FreshProofOrEnrollmentToken))
            .AddPolicy(AnyCaller, Policy(AnyCaller))
            .SetDefaultPolicy(fullToken)
            .SetFallbackPolicy(fullToken);
        services.AddSingleton<IAuthorizationHandler, AccessHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessProblems>();
        return services;
    }

    private static AuthorizationPolicy Policy(string access) => new([new AccessRequirement(access)], []);
}

internal sealed record AccessRequirement(string Access) : IAuthorizationRequirement;

/// <summary>Decides by the caller's identity; a refusal carries its <see cref="Error"/>.</summary>
internal sealed class AccessHandler(SessionPolicy policy, TimeProvider time) : AuthorizationHandler<AccessRequirement, HttpContext>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement, HttpContext resource)
    {
        // The handler remembers its result: this costs nothing and is the only place that tells a bad token from none.
        var authenticated = await resource.AuthenticateAsync();
        if (Refusal(requirement.Access, authenticated) is { } error)
        {
            context.Fail(new AccessRefused(this, error));
        }
        else
        {
            context.Succeed(requirement);
        }
    }

    private Error? Refusal(string access, AuthenticateResult authenticated) => authenticated.Principal?.Identity switch
    {
        EnrollmentIdentity => access is Access.FullOrEnrollmentToken or Access.FreshProofOrEnrollmentToken or Access.AnyCaller ? null : SessionErrors.EnrollmentRequired,
        SecondFactorIdentity => access is Access.SecondFactorToken or Access.AnyCaller ? null : SessionErrors.SecondFactorRequired,
        SessionIdentity { Live: var live } => access switch
        {
            Access.SecondFactorToken => SessionErrors.TokenInvalid,
            Access.Administrator or Access.AdministratorFreshProof => RefusalOfAdministrator(access, live),
            Access.FreshProof or Access.FreshProofOrEnrollmentToken when !live.IsFresh(policy, time.GetUtcNow()) => SessionErrors.StepUpRequired(live.StepUpMethods),
            Access.RecentProof when !live.IsRecent(policy, time.GetUtcNow()) => SessionErrors.StepUpRequired(live.StepUpMethods),
            _ => null,
        },
        _ => access == Access.AnyCaller && authenticated.Failure is null ? null : SessionErrors.TokenInvalid,
    };

    // The one place that decides who is an administrator at the door; what is written asks once more with the account held.
    private Error? RefusalOfAdministrator(string access, LiveSession live) => live switch
    {
        { Role: not Role.Admin } => AdministrationErrors.AdminRequired,
        { HasSecondFactor: false } => SessionErrors.SessionOfOneFactor,
        { HasTwoFactors: false } => SessionErrors.StepUpRequired(live.StepUpMethods),
        _ when access == Access.AdministratorFreshProof && !live.IsFresh(policy, time.GetUtcNow()) => SessionErrors.StepUpRequired(live.StepUpMethods),
        _ => null,
    };
}

internal sealed class AccessRefused(IAuthorizationHandler handler, Error error) : AuthorizationFailureReason(handler, error.Code)
{
    internal Error Error => error;
}
