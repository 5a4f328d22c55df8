using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CleanAuth.Domain;
using CleanAuth.Domain.Paging;
using CleanAuth.WebApi.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace CleanAuth.WebApi.OpenApi;

/// <summary>The problems of an operation: one answer for each status, one example for each code, and all codes for machines.</summary>
internal sealed class ProblemAnswers(IOptions<JsonOptions> json) : IOperationFilter
{
    internal const string Extension = "x-problem-codes";

    /// <summary>The one code whose example differs from operation to operation.</summary>
    internal const string ValidationFailed = "validation_failed";

    private const string ContentType = "application/problem+json";

    // The trace of the W3C's own examples.
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var facts = OperationFacts.Of(context.ApiDescription);
        var codes = facts.ProblemCodes();
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[Extension] = new JsonNodeExtension(new JsonArray([.. codes.Order(StringComparer.Ordinal).Select(code => JsonValue.Create(code))]));
        operation.Responses ??= [];
        foreach (var status in codes.Select(code => ProblemCatalogue.Codes[code]).GroupBy(problem => problem.Status).OrderBy(status => status.Key))
        {
            operation.Responses[status.Key.ToString(CultureInfo.InvariantCulture)] = Answer(status.Key, [.. status], facts, context);
        }
    }

    /// <summary>The whole body, as <see cref="ProblemWriter"/> writes it when it knows nothing more than the catalogue.</summary>
    internal static OpenApiExample Example(ProblemCode problem, JsonSerializerOptions json, Dictionary<string, MemberError[]>? errors = null) =>
        new()
        {
            Summary = problem.Title,
            Value = JsonSerializer.SerializeToNode(
                new Problem
                {
                    Type = $"/problems/{problem.Code}",
                    Title = problem.Title,
                    Status = problem.Status,
                    Detail = problem.Text,
                    Code = problem.Code,
                    TraceId = TraceId,
                    Errors = errors,
                },
                json),
        };

    private OpenApiResponse Answer(int status, ProblemCode[] problems, OperationFacts facts, OperationFilterContext context) =>
        new()
        {
            Description = string.Join(", ", problems.Select(problem => $"`{problem.Code}`")),
            Headers = HeaderFields.Of(status, context.Document),
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [ContentType] = new OpenApiMediaType
                {
                    Schema = context.SchemaGenerator.GenerateSchema(typeof(Problem), context.SchemaRepository),
                    Examples = problems.ToDictionary(problem => problem.Code, problem => ExampleOf(problem, facts, context)),
                },
            },
        };

    private IOpenApiExample ExampleOf(ProblemCode problem, OperationFacts facts, OperationFilterContext context) =>
        problem.Code == ValidationFailed
            ? Example(problem, json.Value.JsonSerializerOptions, InvalidMember(facts, context))
            : new OpenApiExampleReference(problem.Code, context.Document);

    // A required member that is missing; where none is required, a string that is none.
    private static Dictionary<string, MemberError[]> InvalidMember(OperationFacts facts, OperationFilterContext context)
    {
        if (facts.Body is not { } body)
        {
            return new() { ["limit"] = [new MemberError("limit_out_of_range", $"must be 1 to {PageRequest.MaxSize}")] };
        }

        context.SchemaRepository.TryLookupByType(body, out var reference);
        var schema = context.SchemaRepository.Schemas[reference.Reference.Id!];
        return schema.Required is { Count: > 0 } required
            ? new() { [required.First()] = [new MemberError("required", "is required")] }
            : new() { [schema.Properties!.First(member => member.Value.Enum is null).Key] = [new MemberError("type_invalid", "must be a string of valid Unicode text")] };
    }
}
