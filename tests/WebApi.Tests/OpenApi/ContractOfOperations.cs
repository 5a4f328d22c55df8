using System.Text.Json.Nodes;

namespace CleanAuth.WebApi.Tests.OpenApi;

public sealed class ContractOfOperations
{
    private static IEnumerable<Operation> Operations => Contract.Operations;

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Schemas => Contract.Document["components"]!["schemas"]!.AsObject();

    [TestCaseSource(nameof(Operations))]
    public void Has_a_name_words_a_known_tag_and_its_tokens(object operation)
    {
        var json = ((Operation)operation).Json;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(json["operationId"]?.GetValue<string>(), Does.Match("^[a-z][A-Za-z]+$"));
            Assert.That(json["summary"]?.GetValue<string>(), Does.EndWith("."));
            Assert.That(Contract.Document["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>()), Does.Contain(json["tags"]!.AsArray().Single()!.GetValue<string>()));
            Assert.That(json["security"], Is.Not.Null);
        }
    }

    [TestCaseSource(nameof(Operations))]
    public void Shows_every_body(object operation) =>
        Assert.That(((Operation)operation).Payloads.Where(payload => !payload.MediaType.StartsWith("image/", StringComparison.Ordinal) && Operation.ExamplesOf(payload.Payload).Count == 0).Select(payload => payload.MediaType), Is.Empty);

    [TestCase("POST /api/v1/auth/sign-up", "")]
    [TestCase("POST /api/v1/auth/login", "")]
    [TestCase("POST /api/v1/auth/refresh", "none or refreshCookie")]
    [TestCase("POST /api/v1/auth/logout", "none or accessToken or refreshCookie")]
    [TestCase("POST /api/v1/auth/send-otp", "none or accessToken or secondFactorToken or enrollmentToken or accessCookie or stepCookie")]
    [TestCase("POST /api/v1/auth/verify-otp", "none or accessToken or enrollmentToken or accessCookie or stepCookie")]
    [TestCase("POST /api/v1/2fa/generate", "accessToken or enrollmentToken or accessCookie or stepCookie")]
    [TestCase("POST /api/v1/2fa/turn-on", "accessToken or enrollmentToken or accessCookie or stepCookie")]
    [TestCase("POST /api/v1/2fa/turn-off", "accessToken or accessCookie")]
    [TestCase("POST /api/v1/2fa/authenticate", "secondFactorToken or stepCookie")]
    [TestCase("GET /api/v1/2fa", "accessToken or accessCookie")]
    [TestCase("PUT /api/v1/2fa/sms", "accessToken or enrollmentToken or accessCookie or stepCookie")]
    [TestCase("GET /api/v1/account", "accessToken or accessCookie")]
    [TestCase("PUT /api/v1/account/phone", "accessToken or accessCookie")]
    [TestCase("GET /api/v1/account/sessions", "accessToken or accessCookie")]
    [TestCase("DELETE /api/v1/account/sessions", "accessToken or accessCookie")]
    [TestCase("DELETE /api/v1/account/sessions/{id}", "accessToken or accessCookie")]
    [TestCase("GET /.well-known/jwks.json", "")]
    [TestCase("GET /.well-known/openid-configuration", "")]
    public void Takes_these_tokens(string route, string tokens)
    {
        var security = Operations.Single(operation => operation.Route == route).Json["security"]!.AsArray();
        Assert.That(string.Join(" or ", security.Select(alternative => alternative!.AsObject().Select(scheme => scheme.Key).SingleOrDefault("none"))), Is.EqualTo(tokens));
    }

    [Test]
    public void A_typed_client_narrows_the_answer_of_login_by_its_status()
    {
        var answer = Contract.Document["components"]!["schemas"]!["LoginAnswer"]!;
        Assert.That(answer["discriminator"]!["propertyName"]!.GetValue<string>(), Is.EqualTo("status"));
        var mapping = answer["discriminator"]!["mapping"]!.AsObject();
        Assert.That(mapping.Select(branch => branch.Value!.GetValue<string>()), Is.EquivalentTo(answer["oneOf"]!.AsArray().Select(branch => branch!["$ref"]!.GetValue<string>())));
        foreach (var (status, reference) in mapping)
        {
            var branch = Contract.Resolve(new JsonObject { ["$ref"] = reference!.GetValue<string>() });
            Assert.That(branch["properties"]!["status"]!["enum"]!.AsArray().Single()!.GetValue<string>(), Is.EqualTo(status));
            Assert.That(branch["required"]!.AsArray().Select(name => name!.GetValue<string>()), Does.Contain("status"));
        }
    }

    [Test]
    public void No_member_of_an_answer_is_ever_null() =>
        Assert.That(
            Schemas.Where(schema => !IsRequest(schema)).SelectMany(schema => schema.Value!["properties"]?.AsObject() ?? []).Where(member => member.Value!["nullable"] is not null),
            Is.Empty);

    [Test]
    public void Requests_refuse_members_that_they_do_not_know_and_answers_may_grow()
    {
        foreach (var schema in Schemas)
        {
            Assert.That(schema.Value!["additionalProperties"]?.GetValue<bool>(), IsRequest(schema) ? Is.False : Is.Null, schema.Key);
        }
    }

    private static bool IsRequest(KeyValuePair<string, JsonNode?> schema) => schema.Key.EndsWith("Request", StringComparison.Ordinal);
}
