using System.Text.Json.Nodes;
using CleanAuth.WebApi.Cookies;
using CleanAuth.WebApi.Errors;
using Microsoft.OpenApi;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>The header fields that <see cref="ProblemWriter"/> adds to a refusal, and those of browsers with cookies.</summary>
internal static class HeaderFields
{
    internal static readonly IReadOnlyDictionary<string, IOpenApiHeader> Components = new Dictionary<string, IOpenApiHeader>
    {
        ["RateLimit"] = Field("The limit that was reached: what is left of it, and the seconds until there is more.", JsonSchemaType.String, "\"flood-gate\";r=0;t=10"),
        ["RateLimit-Policy"] = Field("The limit that was reached: its quota and its window in seconds.", JsonSchemaType.String, "\"flood-gate\";q=60;w=60"),
        ["Retry-After"] = Field("Seconds to wait.", JsonSchemaType.Integer, 10),
        ["Set-Cookie"] = Optional("Only for a browser with cookies: the tokens, each in a cookie that no script can read.", "__Host-access=EXAMPLE; max-age=600; path=/; secure; samesite=strict; httponly"),
        ["WWW-Authenticate"] = Field("RFC 6750; the `error` only when a token was sent.", JsonSchemaType.String, "Bearer error=\"invalid_token\""),
        [CsrfProof.Header] = Optional("Only for a browser with cookies: to be sent with every request that is no GET. The same for as long as the session or the log-in lives.", CsrfExample),
    };

    internal const string CsrfExample = "k1.EXAMPLE-CSRF-TOKEN-NOT-A-REAL-SECRET-000000";

    /// <summary>The fields of an answer with this status, as references to <see cref="Components"/>.</summary>
    internal static Dictionary<string, IOpenApiHeader>? Of(int status, OpenApiDocument document) => status switch
    {
        StatusCodes.Status401Unauthorized => References(document, "WWW-Authenticate"),
        StatusCodes.Status429TooManyRequests => References(document, "Retry-After", "RateLimit", "RateLimit-Policy"),
        StatusCodes.Status503ServiceUnavailable => References(document, "Retry-After"),
        _ => null,
    };

    internal static Dictionary<string, IOpenApiHeader> References(OpenApiDocument document, params string[] names) =>
        names.ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document));

    private static OpenApiHeader Optional(string description, JsonNode example) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example };

    private static OpenApiHeader Field(string description, JsonSchemaType type, JsonNode example) =>
        new() { Description = description, Required = true, Schema = new OpenApiSchema { Type = type }, Example = example };
}
