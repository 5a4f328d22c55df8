using System.Text.Json.Nodes;
using CleanAuth.WebApi.Errors;

namespace CleanAuth.WebApi.Tests.OpenApi;

public sealed class ContractOfProblems
{
    /// <summary>What only a request gets that finds no operation.</summary>
    private static readonly string[] s_ofNoOperation = ["method_not_allowed"];

    [Test]
    public void Every_code_of_an_operation_is_in_the_catalogue_and_the_reverse() =>
        Assert.That(Contract.Operations.SelectMany(operation => operation.ProblemCodes).Distinct().Concat(s_ofNoOperation), Is.EquivalentTo(ProblemCatalogue.Codes.Keys));

    [Test]
    public void Each_code_is_an_example_of_the_answer_with_its_status()
    {
        foreach (var operation in Contract.Operations)
        {
            var shown = operation.Answers.SelectMany(answer => ProblemsOf(answer.Answer).Select(problem => (answer.Status, problem.Key, problem.Value))).ToList();
            Assert.That(shown.Select(problem => problem.Key), Is.EquivalentTo(operation.ProblemCodes), operation.Route);
            foreach (var (status, code, body) in shown)
            {
                var listed = ProblemCatalogue.Codes[code];
                Assert.That((status, body["status"]!.GetValue<int>(), body["code"]!.GetValue<string>()), Is.EqualTo((listed.Status, listed.Status, code)), operation.Route);
            }
        }
    }

    [Test]
    public void The_codes_are_sorted() =>
        Assert.That(Contract.Operations.Select(operation => operation.ProblemCodes), Has.All.Ordered.Using((IComparer<string>)StringComparer.Ordinal));

    [TestCase(401, "WWW-Authenticate")]
    [TestCase(429, "Retry-After", "RateLimit", "RateLimit-Policy")]
    [TestCase(503, "Retry-After")]
    public void Answers_of_this_status_have_their_header_fields(int status, params string[] names) =>
        Assert.That(
            Contract.Operations.SelectMany(operation => operation.Answers).Where(answer => answer.Status == status)
                .Select(answer => answer.Answer["headers"]!.AsObject().Select(header => header.Key)),
            Is.Not.Empty.And.All.EquivalentTo(names));

    [Test]
    public void The_text_of_code_lists_the_whole_catalogue()
    {
        var text = Contract.Document["components"]!["schemas"]!["Problem"]!["properties"]!["code"]!["description"]!.GetValue<string>();
        foreach (var code in ProblemCatalogue.Codes.Keys)
        {
            Assert.That(text, Does.Contain($" {code}"));
        }
    }

    private static IReadOnlyDictionary<string, JsonNode> ProblemsOf(JsonObject answer) =>
        answer["content"]?["application/problem+json"] is { } problem ? Operation.ExamplesOf(problem) : new Dictionary<string, JsonNode>();
}
