using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CleanAuth.WebApi.Tests.OpenApi;

/// <summary>The committed contract, docs/openapi/v1.json. <see cref="OpenApiSnapshot"/> proves that the service gives the same.</summary>
internal static class Contract
{
    internal static readonly string File = Path.Combine(RepositoryRoot(), "docs", "openapi", "v1.json");

    private static readonly Lazy<JsonObject> s_document = new(() => JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject());

    internal static JsonObject Document => s_document.Value;

    internal static IEnumerable<Operation> Operations => OperationsOf(Document);

    internal static IEnumerable<Operation> OperationsOf(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select new Operation($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!.AsObject());

    /// <summary>What <c>$ref</c> points to, or the node itself.</summary>
    internal static JsonObject Resolve(JsonNode node) =>
        node["$ref"] is { } reference
            ? reference.GetValue<string>()[2..].Split('/').Aggregate((JsonNode)Document, (at, step) => at[step]!).AsObject()
            : node.AsObject();

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!folder.EnumerateFiles("CleanAuth.sln").Any())
        {
            folder = folder.Parent ?? throw new InvalidOperationException("CleanAuth.sln is in no folder above the tests.");
        }

        return folder.FullName;
    }
}

/// <param name="Route">Method and path: <c>POST /api/v1/auth/login</c>.</param>
internal sealed record Operation(string Route, JsonObject Json)
{
    internal IReadOnlyList<string> ProblemCodes => [.. Json["x-problem-codes"]!.AsArray().Select(code => code!.GetValue<string>())];

    internal IEnumerable<(int Status, JsonObject Answer)> Answers =>
        Json["responses"]!.AsObject().Select(answer => (int.Parse(answer.Key, CultureInfo.InvariantCulture), Contract.Resolve(answer.Value!)));

    /// <summary>Every body that the operation takes or gives, by media type.</summary>
    internal IEnumerable<(string MediaType, JsonObject Payload)> Payloads =>
        from content in Answers.Select(answer => answer.Answer["content"]).Append(Json["requestBody"]?["content"])
        where content is not null
        from payload in content.AsObject()
        select (payload.Key, payload.Value!.AsObject());

    /// <summary>True when the route, with something for each parameter, is <paramref name="requested"/>.</summary>
    internal bool Matches(string requested) => Regex.IsMatch(requested, $"^{Regex.Replace(Route, @"\{[a-zA-Z]+\}", "[^/]+")}$");

    public override string ToString() => Route;

    /// <summary>The examples of a body by name; a single one has the name <c>example</c>.</summary>
    internal static IReadOnlyDictionary<string, JsonNode> ExamplesOf(JsonNode payload) =>
        payload["example"] is { } only
            ? new Dictionary<string, JsonNode> { ["example"] = only }
            : payload["examples"]?.AsObject().ToDictionary(example => example.Key, example => Contract.Resolve(example.Value!)["value"]!) ?? [];
}
