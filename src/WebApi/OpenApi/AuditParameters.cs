using System.Text.Json.Nodes;
using CleanAuth.Application.Auditing;
using CleanAuth.Domain.Auditing;
using CleanAuth.WebApi.Administration;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>The words and forms of the filters of audit events; <see cref="AuditSearch"/> decides.</summary>
internal sealed class AuditParameters : IParameterFilter
{
    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        if (context.ParameterInfo?.Member.DeclaringType == typeof(AuditController) && parameter is OpenApiParameter { Schema: OpenApiSchema schema } query)
        {
            (query.Description, schema.Format, schema.Enum) = Of(query.Name, query.Description, schema);
        }
    }

    private static (string? Description, string? Format, IList<JsonNode>? Enum) Of(string? name, string? description, OpenApiSchema schema) => name switch
    {
        "account" => ("The accountId of whom it concerns.", "uuid", null),
        "administrator" => ("The accountId of the administrator who did it.", "uuid", null),
        "event" => ("What happened.", null, Names<SecurityEvent>()),
        "outcome" => ("How it ended; every event has one outcome only.", null, Names<AuditOutcome>()),
        "from" => ("From this moment on, with its offset.", "date-time", null),
        "to" => ("Before this moment, with its offset.", "date-time", null),
        _ => (description, schema.Format, schema.Enum),
    };

    private static IList<JsonNode> Names<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => JsonValue.Create(CamelCaseEnums.Name(value)))];
}
