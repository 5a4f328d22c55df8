using CleanAuth.WebApi.Errors;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>
/// Lists the codes in the words of <c>code</c>. They are no <c>enum</c>: a typed client refuses or cannot compile for a value that is
/// not in one, so each new code would break clients that never meet it. Which codes an operation has is in <c>x-problem-codes</c>.
/// </summary>
internal sealed class ProblemSchema : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { } members } || context.Type != typeof(Problem))
        {
            return;
        }

        members["code"].Description += $" More may be added; now there are: {string.Join(", ", ProblemCatalogue.Codes.Keys.Order(StringComparer.Ordinal))}.";
        ((OpenApiSchema)members["type"]).Format = "uri-reference";
    }
}
