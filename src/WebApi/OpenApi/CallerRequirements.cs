using CleanAuth.WebApi.Cookies;
using CleanAuth.WebApi.Security;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>Which tokens open an operation, and which cookies do in their place.</summary>
internal sealed class CallerRequirements : IOperationFilter
{
    internal const string AccessToken = "accessToken";
    internal const string SecondFactorToken = "secondFactorToken";
    internal const string EnrollmentToken = "enrollmentToken";
    internal const string AccessCookie = "accessCookie";
    internal const string RefreshCookie = "refreshCookie";
    internal const string StepCookie = "stepCookie";

    // Open to any caller, but a secondFactorToken gets second_factor_required: its code is answered at 2fa/authenticate.
    private const string NotInTheSecondStep = "verifyOtp";

    public void Apply(OpenApiOperation operation, OperationFilterContext context) =>
        operation.Security = [.. WithCookies(Alternatives(OperationFacts.Of(context.ApiDescription), operation.OperationId), context.ApiDescription)
            .Select(scheme => Requirement(scheme, context.Document))];

    private static IEnumerable<string?> WithCookies(string?[] tokens, ApiDescription api)
    {
        // Either of the two anonymous operations that take the refresh cookie takes it in place of a member of its body.
        var metadata = api.ActionDescriptor.EndpointMetadata;
        if (metadata.Any(item => item is RefreshesCookiesAttribute or EndsCookiesAttribute))
        {
            return [.. tokens.DefaultIfEmpty(null), RefreshCookie];
        }

        return tokens.Concat(tokens.Where(token => token is not null).Select(token => token == AccessToken ? AccessCookie : StepCookie).Distinct());
    }

    // Null stands for no token at all.
    private static string?[] Alternatives(OperationFacts facts, string? operation) => facts.Access switch
    {
        null => facts.ReadsBearer ? [null, AccessToken] : [],
        Access.AnyCaller => operation == NotInTheSecondStep ? [null, AccessToken, EnrollmentToken] : [null, AccessToken, SecondFactorToken, EnrollmentToken],
        Access.SecondFactorToken => [SecondFactorToken],
        Access.FullOrEnrollmentToken or Access.FreshProofOrEnrollmentToken => [AccessToken, EnrollmentToken],
        _ => [AccessToken],
    };

    private static OpenApiSecurityRequirement Requirement(string? scheme, OpenApiDocument document) =>
        scheme is null ? [] : new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
