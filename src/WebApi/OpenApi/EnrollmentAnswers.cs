using System.Text.Json;
using CleanAuth.Application.Login;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>An operation that ends the log-in of somebody with an enrollmentToken: it then answers as a complete log-in.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EndsEnrollmentAttribute : Attribute;

/// <summary>
/// Adds the second shape of such an answer. The token that was sent tells which one comes, and only a complete log-in has a <c>status</c>. Not
/// <c>oneOf</c>: answers may grow, so a complete log-in also fits the smaller shape.
/// </summary>
internal sealed class EnrollmentAnswers(IOptions<JsonOptions> json) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (!context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<EndsEnrollmentAttribute>().Any()
            || operation.Responses!["200"].Content!["application/json"] is not OpenApiMediaType answer)
        {
            return;
        }

        var complete = context.SchemaGenerator.GenerateSchema(typeof(LoginComplete), context.SchemaRepository);
        answer.Schema = new OpenApiSchema { AnyOf = [complete, answer.Schema!] };
        answer.Examples = new Dictionary<string, IOpenApiExample>
        {
            ["session"] = new OpenApiExample { Summary = "With a session", Value = answer.Example },
            ["enrollment"] = new OpenApiExample
            {
                Summary = "With an enrollmentToken",
                Value = JsonSerializer.SerializeToNode(Examples.Enrolled, json.Value.JsonSerializerOptions),
            },
        };
        answer.Example = null;
    }
}
