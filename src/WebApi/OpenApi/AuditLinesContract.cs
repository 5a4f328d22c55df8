using System.Text.Json;
using CleanAuth.WebApi.Administration;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>Lines of JSON are no JSON: to the contract they are a text.</summary>
internal sealed class AuditLinesContract(IOptions<JsonOptions> json) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var content in (operation.Responses ?? []).Values.Select(answer => answer.Content).OfType<IDictionary<string, IOpenApiMediaType>>())
        {
            if (content.TryGetValue(AuditLines.ContentType, out var media) && media is OpenApiMediaType lines)
            {
                lines.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
                lines.Example = string.Concat(AdministrationExamples.AuditExport.Select(line => $"{JsonSerializer.Serialize(line, line.GetType(), json.Value.JsonSerializerOptions)}\n"));
            }
        }
    }
}
