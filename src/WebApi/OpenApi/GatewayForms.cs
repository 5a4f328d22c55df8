using System.Text.Json.Nodes;
using CleanAuth.Application.Sms;
using CleanAuth.Domain.Sms;
using CleanAuth.WebApi.Sms;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>Shows the fields that are read, and the XML that answers; the gateway sends more fields, and may add some.</summary>
internal sealed class GatewayForms : IOperationFilter
{
    private static readonly (string Name, string Description, string Example)[] s_fields =
    [
        ("MessageUUID", "Plivo's name for the message.", "0936ec98-7c4c-11e9-9bd8-0626d8e2a5f1"),
        ("Sequence", "Plivo's count of its reports about the message.", "2"),
        ("Status", "queued, sent, delivered, undelivered, failed or rejected.", "undelivered"),
        ("ErrorCode", "Why it was not delivered.", "050"),
        ("TotalAmount", "What it cost, in US dollars.", "0.00550"),
        ("CallUUID", "Plivo's name for the call.", "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36"),
        ("Digits", "The key that was pressed.", "1"),
        ("CallStatus", "completed, busy, failed, timeout or no-answer.", "busy"),
        ("HangupCauseCode", "Why the call ended.", "3010"),
        ("HangupCauseName", "The same in words.", "Busy Line"),
        ("Machine", "true when a machine took the call.", "false"),
        ("TotalCost", "What it cost, in US dollars.", "0.01300"),
    ];

    private static readonly CallScript s_greeting = new(
        SpokenText.DefaultVoice, "Hello from Example. Press 1 to hear your code.", new Uri("https://auth.example.com/api/v1/webhooks/plivo/voice/EXAMPLE-SECRET/EXAMPLE-LINK/digits"));

    private static readonly CallScript s_code = new(SpokenText.DefaultVoice, "Your code is 1, 2, 3, 4, 5, 6.");

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<GatewayFormAttribute>().SingleOrDefault() is not { } form)
        {
            return;
        }

        ShowXml(operation, form.Fields.Contains("Digits") ? s_code : s_greeting);
        var fields = s_fields.Where(field => form.Fields.Contains(field.Name)).ToList();
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [SignedForms.MediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = fields.ToDictionary(field => field.Name, Schema) },
                    Example = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Example))),
                },
            },
        };
    }

    private static void ShowXml(OpenApiOperation operation, CallScript example)
    {
        foreach (var xml in (operation.Responses ?? []).Values.SelectMany(answer => answer.Content ?? new Dictionary<string, IOpenApiMediaType>())
            .Where(media => media.Key == CallXml.MediaType).Select(media => media.Value).OfType<OpenApiMediaType>())
        {
            xml.Example = CallXml.Write(example);
        }
    }

    private static IOpenApiSchema Schema((string Name, string Description, string Example) field) =>
        new OpenApiSchema { Type = JsonSchemaType.String, Description = field.Description };
}
