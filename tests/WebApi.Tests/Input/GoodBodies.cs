using System.Net;
using System.Text.RegularExpressions;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>The control: what the other fixtures spoil is good before they do, so it is the spoiling that is refused.</summary>
public sealed partial class GoodBodies : EveryOperation
{
    [Test]
    public void The_walk_finds_the_operations_of_the_contract() =>
        Assert.That(Operations.Select(operation => operation.ToString()), Is.SupersetOf(new[]
        {
            "POST /api/v1/auth/sign-up", "POST /api/v1/auth/login", "POST /api/v1/auth/send-otp", "POST /api/v1/auth/verify-otp", "POST /api/v1/2fa/authenticate",
            "PUT /api/v1/2fa/sms", "PUT /api/v1/account/phone", "POST /api/v1/auth/refresh", "POST /api/v1/auth/logout",
        }));

    [Test]
    public async Task A_body_of_samples_breaks_no_rule()
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var operation in Operations)
        {
            var answer = await SendAsync(new Attack(operation, Json(Body(operation))));
            Assert.That(answer.Code, Is.Not.EqualTo("validation_failed").And.Not.EqualTo("malformed_request"), $"{operation}: {answer.Body}");
            Assert.That(answer.Status, Is.LessThan(HttpStatusCode.InternalServerError).And.Not.EqualTo(HttpStatusCode.Forbidden), $"{operation}: {answer.Body}");
        }
    }

    [Test]
    public async Task A_body_with_blanks_between_its_tokens_and_escapes_in_its_strings_is_the_same_body()
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var operation in Operations)
        {
            var body = Letter().Replace(Body(operation), letter => $"\\u{(int)letter.Value[0]:x4}");
            var answer = await SendAsync(new Attack(operation, Json($"\r\n\t {body.Replace(",", " ,\n", StringComparison.Ordinal)} \r\n")));
            Assert.That(answer.Code, Is.Not.EqualTo("validation_failed").And.Not.EqualTo("malformed_request"), $"{operation}: {answer.Body}");
        }
    }

    // Within strings only: true and false are the only bare words, and neither has this letter.
    [GeneratedRegex("o")]
    private static partial Regex Letter();
}
