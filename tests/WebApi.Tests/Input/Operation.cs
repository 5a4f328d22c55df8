using System.Text.RegularExpressions;
using CleanAuth.WebApi.Administration;
using CleanAuth.WebApi.Login;
using CleanAuth.WebApi.Passwords;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.TwoFactor;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>An operation of the running service, found by walking its routes: a new one is attacked without being named anywhere.</summary>
/// <param name="Path">With every route parameter filled in.</param>
/// <param name="Policy">Who may call it; null for everybody.</param>
/// <param name="Body">What the JSON body is read into; null when there is none.</param>
/// <param name="BodyIsOptional">An empty body is a good one.</param>
public sealed partial record Operation(HttpMethod Method, string Path, string? Policy, Type? Body, bool BodyIsOptional)
{
    // A step-up takes a password or a code, never both: here it is a code. A session switches factors on without a proved number.
    // A reset takes a token or a recovery code: here it is a code. No sample is a cursor of this list.
    public IReadOnlyList<Member> Members =>
        Body is null ? [] : [.. Body.GetProperties().Where(member => (Body.Name, member.Name) is not
            ((nameof(StepUpRequest), "Password") or (nameof(SetSmsFactorRequest), "PhoneVerificationToken" or "ChallengeId" or "SmsCode") or (nameof(TurnOnRequest), "ChallengeId" or "SmsCode")
                or (nameof(ResetPasswordRequest), "PasswordResetToken") or (nameof(SearchUsersRequest), "Cursor"))).Select(Member.Of)];

    /// <summary>Everything below <c>/api</c>.</summary>
    public static IReadOnlyList<Operation> All(ServiceHost host) =>
        [.. Endpoints(host).Where(endpoint => PathOf(endpoint).StartsWith("/api/", StringComparison.Ordinal)).SelectMany(Of)];

    /// <summary>Those that take a body.</summary>
    public static IReadOnlyList<Operation> WithBody(ServiceHost host) => [.. All(host).Where(operation => operation.Body is not null)];

    /// <summary>Every route, machine routes included.</summary>
    public static IEnumerable<RouteEndpoint> Endpoints(ServiceHost host) =>
        host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static string PathOf(RouteEndpoint endpoint) => $"/{Parameter().Replace(endpoint.RoutePattern.RawText!, "x").Trim('/')}";

    /// <summary>Called by the gateway: opened by its signature and by no token, and refused without a look into the database.</summary>
    public bool IsSigned => Path.StartsWith("/api/v1/webhooks/", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";

    private static IEnumerable<Operation> Of(RouteEndpoint endpoint)
    {
        var body = endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()?.Parameters
            .SingleOrDefault(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Body);
        var type = body?.ParameterType ?? endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var optional = body?.BindingInfo?.EmptyBodyBehavior == EmptyBodyBehavior.Allow;
        var policy = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null ? endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy ?? "" : null;
        return endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            .Select(method => new Operation(new HttpMethod(method), PathOf(endpoint), policy, type, optional));
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
