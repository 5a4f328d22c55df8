using CleanAuth.WebApi.FloodGate;
using CleanAuth.WebApi.Sms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.RateLimiting;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>What an operation's route says about its callers, its body and its limits.</summary>
/// <param name="Access">One of <see cref="Security.Access"/>, or null when it is anonymous.</param>
/// <param name="ReadsBearer">Anonymous, but reads an access token when one is sent.</param>
/// <param name="Body">The type of the request body, or null when it has none.</param>
/// <param name="HasQuery">It takes something in the query string.</param>
/// <param name="Problems">The codes of its own.</param>
/// <param name="IsUnsafe">Its method may change something (RFC 9110 9.2.1).</param>
/// <param name="HasForm">Its body is a form of the gateway.</param>
internal sealed record OperationFacts(
    string? Access, bool ReadsBearer, bool IsUnsafe, Type? Body, bool HasQuery, bool HasForm, bool IsFloodGated, IReadOnlyList<string> Problems)
{
    private static readonly string[] s_everywhere = ["malformed_request", "https_required", "internal_error", "unavailable"];
    private static readonly string[] s_withBody = ["validation_failed", "body_too_large", "unsupported_media_type", "request_timeout"];

    internal static OperationFacts Of(ApiDescription api)
    {
        var metadata = api.ActionDescriptor.EndpointMetadata;
        var isAnonymous = metadata.OfType<IAllowAnonymous>().Any();
        return new OperationFacts(
            isAnonymous ? null : metadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy ?? Security.Access.FullToken,
            metadata.OfType<BearerOptionalAttribute>().Any(),
            api.HttpMethod != HttpMethods.Get,
            api.ParameterDescriptions.SingleOrDefault(parameter => parameter.Source == BindingSource.Body)?.Type,
            api.ParameterDescriptions.Any(parameter => parameter.Source == BindingSource.Query),
            metadata.OfType<GatewayFormAttribute>().Any(),
            metadata.OfType<EnableRateLimitingAttribute>().Any(limit => limit.PolicyName == FloodGateSetup.Policy),
            [.. metadata.OfType<ProblemsAttribute>().SelectMany(problems => problems.Codes)]);
    }

    /// <summary>Every problem code that the operation can answer with: its own first, then those that follow from the rest.</summary>
    internal IReadOnlyList<string> ProblemCodes() => [.. Problems.Concat(OfAccess()).Concat(OfCookies()).Concat(OfFloodGate()).Concat(OfBody()).Concat(s_everywhere).Distinct()];

    private string[] OfBody() => HasForm ? [.. s_withBody.Except(["validation_failed"])] : Body is not null ? s_withBody : HasQuery ? ["validation_failed"] : [];

    private string[] OfFloodGate() => IsFloodGated ? ["rate_limited"] : [];

    private string[] OfCookies() => Access is not null && IsUnsafe ? ["csrf_invalid"] : [];

    private string[] OfAccess() => Access switch
    {
        null => [],
        Security.Access.FullToken => ["token_invalid", "second_factor_required", "enrollment_required"],
        Security.Access.FreshProof or Security.Access.RecentProof => ["token_invalid", "second_factor_required", "enrollment_required", "step_up_required"],
        Security.Access.Administrator or Security.Access.AdministratorFreshProof => ["token_invalid", "second_factor_required", "enrollment_required", "admin_required", "step_up_required"],
        Security.Access.FullOrEnrollmentToken => ["token_invalid", "second_factor_required"],
        Security.Access.FreshProofOrEnrollmentToken => ["token_invalid", "second_factor_required", "step_up_required"],
        Security.Access.SecondFactorToken => ["token_invalid", "enrollment_required"],
        _ => ["token_invalid"],
    };
}
