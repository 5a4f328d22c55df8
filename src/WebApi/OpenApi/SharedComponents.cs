using CleanAuth.WebApi.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>What operations refer to: the example of each problem, the header fields of refusals, and the tags.</summary>
internal sealed class SharedComponents(IOptions<JsonOptions> json) : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var components = swaggerDoc.Components ??= new OpenApiComponents();
        components.Headers = new Dictionary<string, IOpenApiHeader>(HeaderFields.Components);
        components.Examples = context.ApiDescriptions
            .SelectMany(api => OperationFacts.Of(api).ProblemCodes())
            .Where(code => code != ProblemAnswers.ValidationFailed)
            .Distinct().Order(StringComparer.Ordinal)
            .ToDictionary(code => code, IOpenApiExample (code) => ProblemAnswers.Example(ProblemCatalogue.Codes[code], json.Value.JsonSerializerOptions));
        swaggerDoc.Tags = new HashSet<OpenApiTag>(DocumentTexts.Tags);
    }
}
