using CleanAuth.WebApi.Security;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>Which tokens open an operation.</summary>
internal sealed class CallerRequirements : IOperationFilter
{
    internal const string AccessToken = "accessToken";
    internal const string SecondFactorToken = "secondFactorToken";
    internal const string EnrollmentToken = "enrollmentToken";

    // Open to any caller, but a secondFactorToken gets second_factor_required: its code is answered at 2fa/authenticate.
    private const string NotInTheSecondStep = "verifyOtp";

    public void Apply(OpenApiOperation operation, OperationFilterContext context) =>
        operation.Security = [.. Alternatives(OperationFacts.Of(context.ApiDescription), operation.OperationId).Select(scheme => Requirement(scheme, context.Document))];

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
