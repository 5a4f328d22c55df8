using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CleanAuth.WebApi.Tests.OpenApi;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>Administrators neither see nor set a secret (ASVS 5.0 6.4.6): read in the committed contract, which the service keeps to.</summary>
public sealed partial class AdminSchemas
{
    // The prefix of a country.
    private static readonly string[] s_noSecrets = ["callingCode", "countryCode"];

    [Test]
    public void Admin_answers_and_requests_have_no_password_secret_one_time_code_or_token_member()
    {
        var operations = Contract.Operations.Where(operation => operation.Route.Contains(" /api/v1/admin/", StringComparison.Ordinal)).ToList();
        var bodies = operations.SelectMany(Bodies).ToList();
        Assert.That(bodies, Is.Not.Empty);

        Assert.That(bodies.SelectMany(body => SecretsIn(body, [])), Is.Empty);
    }

    [Test]
    public void The_search_finds_such_members_where_there_are_some() =>
        Assert.That(
            Contract.Operations.Where(operation => !operation.Route.Contains("/admin/", StringComparison.Ordinal)).SelectMany(Bodies).SelectMany(body => SecretsIn(body, [])),
            Is.SupersetOf(new[] { "password", "newPassword", "secret", "code", "accessToken", "refreshToken", "recoveryCodes", "recoveryCode", "qrCode" }));

    private static IEnumerable<JsonNode> Bodies(Operation operation) =>
        from content in operation.Answers.Where(answer => answer.Status < 300).Select(answer => answer.Answer["content"]).Append(operation.Json["requestBody"]?["content"])
        where content is not null
        from payload in content.AsObject()
        select payload.Value!["schema"]!;

    private static IEnumerable<string> SecretsIn(JsonNode schema, HashSet<string> seen)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference && !seen.Add(reference))
        {
            return [];
        }

        var resolved = Contract.Resolve(schema);
        var members = resolved["properties"]?.AsObject() ?? [];
        return members.Select(member => member.Key).Where(name => Secret().IsMatch(name) && !s_noSecrets.Contains(name))
            .Concat(Inner(resolved).Concat(members.Select(member => member.Value!)).SelectMany(inner => SecretsIn(inner, seen)));
    }

    private static IEnumerable<JsonNode> Inner(JsonObject schema) =>
        new[] { schema["items"], schema["additionalProperties"] as JsonObject }.OfType<JsonNode>()
            .Concat(new[] { "allOf", "oneOf", "anyOf" }.SelectMany(kind => schema[kind]?.AsArray() ?? []).OfType<JsonNode>());

    // The last word of a name says what it is: passwordChangedAt is a time, recoveryCodesLeft a number.
    [GeneratedRegex("(?:passwords?|secrets?|codes?|tokens?|hash|otpauthuri|cookie)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
