using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>The examples of requests and successes, and whether a body must be there.</summary>
internal sealed class Payloads(IOptions<JsonOptions> json) : IOperationFilter
{
    private const string ContentType = "application/json";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (OperationFacts.Of(context.ApiDescription).Body is { } body && operation.RequestBody is OpenApiRequestBody request)
        {
            request.Required = IsDemanded(context.MethodInfo, body);
            Illustrate(request.Content, body);
        }

        foreach (var answer in context.ApiDescription.SupportedResponseTypes)
        {
            Illustrate(operation.Responses?[answer.StatusCode.ToString(CultureInfo.InvariantCulture)].Content, answer.Type);
        }
    }

    private static bool IsDemanded(MethodInfo action, Type body) =>
        new NullabilityInfoContext().Create(action.GetParameters().Single(parameter => parameter.ParameterType == body)).WriteState == NullabilityState.NotNull;

    private void Illustrate(IDictionary<string, IOpenApiMediaType>? content, Type? type)
    {
        if (type is null || content is null || !content.TryGetValue(ContentType, out var media) || media is not OpenApiMediaType payload)
        {
            return;
        }

        switch (Examples.Of(type))
        {
            case []:
                break;
            case [var only]:
                payload.Example = Node(only.Value);
                break;
            case var several:
                payload.Examples = several.ToDictionary(
                    example => example.Name, IOpenApiExample (example) => new OpenApiExample { Summary = example.Summary, Value = Node(example.Value) });
                break;
        }
    }

    private JsonNode? Node(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), json.Value.JsonSerializerOptions);
}
