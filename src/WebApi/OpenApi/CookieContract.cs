using System.Text.Json;
using System.Text.Json.Nodes;
using CleanAuth.Application.Login;
using CleanAuth.Application.Sessions;
using CleanAuth.WebApi.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>
/// What browsers with cookies send and get beside everybody else. Where tokens are answered, the shape without them is a second one; the schemas with
/// tokens stay as they are, so that a client with tokens need not ask whether they are there.
/// </summary>
internal sealed class CookieContract(IOptions<JsonOptions> json) : IOperationFilter
{
    private static readonly CookieLoginComplete s_complete = new(ExpiresIn: 600, RefreshExpiresIn: 1_209_600);

    private static readonly (Type Tokens, Type Cookies, object Example)[] s_shapes =
    [
        (typeof(LoginAnswer), typeof(CookieLoginAnswer), s_complete),
        (typeof(LoginComplete), typeof(CookieLoginComplete), s_complete),
        (typeof(SteppedUp), typeof(CookieSteppedUp), new CookieSteppedUp(ExpiresIn: 600)),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var facts = OperationFacts.Of(context.ApiDescription);
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var offers = metadata.OfType<OffersCookiesAttribute>().Any();
        var ends = metadata.OfType<EndsCookiesAttribute>().Any();
        if (!offers && facts.Access is null && !facts.Problems.Contains("csrf_invalid"))
        {
            return;
        }

        if (offers)
        {
            Add(operation, Parameter(OffersCookiesAttribute.Query, ParameterLocation.Query, JsonSchemaType.Boolean, "The tokens go into cookies; false when it is left out."));
        }
        else if (facts.IsUnsafe)
        {
            Add(operation, Parameter(CsrfProof.Header, ParameterLocation.Header, JsonSchemaType.String, "Demanded of requests with cookies: from the same header of the last answer."));
        }

        foreach (var answer in (operation.Responses ?? []).Where(answer => answer.Key[0] == '2' && !ends).Select(answer => answer.Value).OfType<OpenApiResponse>())
        {
            Extend(answer, context);
        }
    }

    private static void Add(OpenApiOperation operation, OpenApiParameter parameter) => (operation.Parameters ??= []).Add(parameter);

    private static OpenApiParameter Parameter(string name, ParameterLocation place, JsonSchemaType type, string description) =>
        new() { Name = name, In = place, Description = description, Schema = new OpenApiSchema { Type = type } };

    private void Extend(OpenApiResponse answer, OperationFilterContext context)
    {
        var shape = s_shapes.FirstOrDefault(shape => AnswersWith(shape.Tokens, context));
        answer.Headers = shape.Tokens is null
            ? HeaderFields.References(context.Document, CsrfProof.Header)
            : HeaderFields.References(context.Document, CsrfProof.Header, "Set-Cookie");
        if (shape.Tokens is not null && answer.Content?["application/json"] is OpenApiMediaType media)
        {
            var cookies = context.SchemaGenerator.GenerateSchema(shape.Cookies, context.SchemaRepository);
            media.Schema = new OpenApiSchema { AnyOf = [.. media.Schema!.AnyOf is { Count: > 0 } several ? several : [media.Schema], cookies] };
            media.Examples ??= new Dictionary<string, IOpenApiExample> { ["tokens"] = new OpenApiExample { Summary = "With tokens", Value = media.Example } };
            media.Examples["cookies"] = new OpenApiExample { Summary = "A browser with cookies", Value = Node(shape.Example) };
            media.Example = null;
        }
    }

    private static bool AnswersWith(Type tokens, OperationFilterContext context) =>
        context.ApiDescription.SupportedResponseTypes.Any(response => response.Type == tokens)
        || (tokens == typeof(LoginComplete) && context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<EndsEnrollmentAttribute>().Any());

    private JsonNode? Node(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), json.Value.JsonSerializerOptions);
}
