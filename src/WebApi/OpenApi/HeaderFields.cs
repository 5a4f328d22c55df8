using System.Text.Json.Nodes;
using CleanAuth.WebApi.Errors;
using Microsoft.OpenApi;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>The header fields that <see cref="ProblemWriter"/> adds to a refusal.</summary>
internal static class HeaderFields
{
    internal static readonly IReadOnlyDictionary<string, IOpenApiHeader> Components = new Dictionary<string, IOpenApiHeader>
    {
        ["RateLimit"] = Field("The limit that was reached: what is left of it, and the seconds until there is more.", JsonSchemaType.String, "\"flood-gate\";r=0;t=10"),
        ["RateLimit-Policy"] = Field("The limit that was reached: its quota and its window in seconds.", JsonSchemaType.String, "\"flood-gate\";q=60;w=60"),
        ["Retry-After"] = Field("Seconds to wait.", JsonSchemaType.Integer, 10),
        ["WWW-Authenticate"] = Field("RFC 6750; the `error` only when a token was sent.", JsonSchemaType.String, "Bearer error=\"invalid_token\""),
    };

    /// <summary>The fields of an answer with this status, as references to <see cref="Components"/>.</summary>
    internal static Dictionary<string, IOpenApiHeader>? Of(int status, OpenApiDocument document) => status switch
    {
        StatusCodes.Status401Unauthorized => References(document, "WWW-Authenticate"),
        StatusCodes.Status429TooManyRequests => References(document, "Retry-After", "RateLimit", "RateLimit-Policy"),
        StatusCodes.Status503ServiceUnavailable => References(document, "Retry-After"),
        _ => null,
    };

    private static Dictionary<string, IOpenApiHeader> References(OpenApiDocument document, params string[] names) =>
        names.ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document));

    private static OpenApiHeader Field(string description, JsonSchemaType type, JsonNode example) =>
        new() { Description = description, Required = true, Schema = new OpenApiSchema { Type = type }, Example = example };
}
