using System.Text.Json;
using CleanAuth.Application.Sessions;
using CleanAuth.WebApi.Administration;
using CleanAuth.WebApi.Login;
using CleanAuth.WebApi.Passwords;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.TwoFactor;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>A refusal names the members as the contract does and says what is expected of each.</summary>
public sealed class ValidationMessages : EveryOperation
{
    private static readonly string[] s_optional = ["displayName", "phoneVerificationToken", "purpose", "channel", "locale", "enforceFrom", "phoneLost"];

    // What else is needed follows from the method.
    private static readonly Dictionary<Type, string[]> s_byMethod = new()
    {
        [typeof(AuthenticateRequest)] = ["challengeId"],
        [typeof(StepUpRequest)] = ["code", "challengeId"],
        [typeof(ResetPasswordRequest)] = ["email", "recoveryCode"],
    };

    [Test]
    public async Task Every_needed_member_of_an_empty_object_is_named_and_asked_for()
    {
        // A cookie may stand for the token of a refresh. A search without anything is the list of all.
        foreach (var operation in Operations.Where(operation => !operation.BodyIsOptional && operation.Body != typeof(RefreshSessionCommand) && operation.Body != typeof(SearchUsersRequest)))
        {
            var answers = await AssertAllRefusedAsync([new Attack(operation, Json("{}"))], "validation_failed");
            var errors = Errors(answers.Single());

            // The token is the whole of PUT /account/phone, and optional at sign-up.
            var needed = operation.Members.Select(member => member.Name).Where(name => operation.Members.Count == 1 || !s_optional.Contains(name))
                .Except(s_byMethod.GetValueOrDefault(operation.Body!, []))

                // Of the two ways of a reset the first is asked for.
                .Concat(operation.Body == typeof(ResetPasswordRequest) ? ["passwordResetToken"] : []);
            Assert.That(errors.Keys, Is.EquivalentTo(needed), $"{operation}");
            Assert.That(errors.Values.Select(error => error.Code), Is.All.EqualTo("required"), $"{operation}");
            Assert.That(errors.Values.Select(error => error.Message), Is.All.StartsWith("is required"), $"{operation}");
        }
    }

    [Test]
    public async Task Every_wrong_member_is_named_in_the_words_of_the_contract_and_told_what_it_must_be()
    {
        foreach (var operation in Operations)
        {
            foreach (var member in operation.Members)
            {
                var wrong = member.WrongTypes().Append(member.IsText ? "\"\\u0000\"" : "\"x\"").Select(json => new Attack(operation, Json(Body(operation, member, json)), json));
                foreach (var answer in await AssertAllRefusedAsync(wrong, "validation_failed"))
                {
                    var (name, (code, message)) = Errors(answer).Single();
                    Assert.That(name, Is.EqualTo(member.Name), $"{operation}");
                    Assert.That(code, Does.Match("^[a-z_]+$"), $"{operation} {name}");
                    Assert.That(message, Does.StartWith("must "), $"{operation} {name}");
                }
            }
        }
    }

    [Test]
    public async Task All_broken_rules_are_told_at_once()
    {
        var signUp = Operations.Single(operation => operation.Path.EndsWith("/sign-up", StringComparison.Ordinal));

        var answer = (await AssertAllRefusedAsync(
            [new Attack(signUp, Json("""{"email":"nobody","password":"short","displayName":" ","phoneVerificationToken":"no"}"""))], "validation_failed")).Single();

        Assert.That(Errors(answer).ToDictionary(error => error.Key, error => error.Value.Code), Is.EquivalentTo(new Dictionary<string, string>
        {
            ["email"] = "email_invalid",
            ["password"] = "password_too_short",
            ["displayName"] = "display_name_invalid",
            ["phoneVerificationToken"] = "token_malformed",
        }));
    }

    [Test]
    public async Task A_member_that_comes_twice_is_told_that_once_is_expected()
    {
        foreach (var operation in Operations)
        {
            var member = operation.Members[0];
            var body = Body(operation);
            var answers = await AssertAllRefusedAsync([new Attack(operation, Json($"{body[..^1]},\"{member.Name}\":{member.Sample()}}}"))], "validation_failed");
            Assert.That(Errors(answers.Single())[member.Name].Message, Does.Contain("once"), $"{operation}");
        }
    }

    [Test]
    public async Task An_unknown_member_is_answered_with_the_known_ones()
    {
        foreach (var operation in Operations)
        {
            var answers = await AssertAllRefusedAsync([new Attack(operation, Json($"{{\"{Canary.Text}\":1,{Body(operation)[1..]}"))], "validation_failed");
            Assert.That(answers.Single()["detail"], Does.EndWith($"it has: {string.Join(", ", operation.Body!.GetProperties().Select(property => Member.Of(property).Name))}."), $"{operation}");
        }
    }

    private static Dictionary<string, (string Code, string Message)> Errors(Answer answer) =>
        answer.Json.TryGetProperty("errors", out var errors)
            ? errors.EnumerateObject().ToDictionary(member => member.Name, member => (Text(member.Value, "code"), Text(member.Value, "message")))
            : [];

    private static string Text(JsonElement errors, string member) => errors[0].GetProperty(member).GetString()!;
}
