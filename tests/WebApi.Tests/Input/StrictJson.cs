using System.Text;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>Attacks 36, 37 and 39: one JSON object with the members of the contract, each once and of its type; nothing else is read.</summary>
public sealed class StrictJson : EveryOperation
{
    private static readonly string[] s_unreadable = ["malformed_request", "validation_failed"];

    private static IEnumerable<TestCaseData> Spoilings()
    {
        yield return Spoil("A root array", good => $"[{good}]");
        yield return Spoil("A root array of many", good => $"[{string.Join(',', Enumerable.Repeat(good, 10))}]");
        yield return Spoil("A root string", _ => $"\"{Canary.Text}\"");
        yield return Spoil("A root number", _ => "1");
        yield return Spoil("A root true", _ => "true");
        yield return Spoil("No JSON", _ => Canary.Text);
        yield return Spoil("A form", _ => $"email={Canary.Text}&password={Canary.Text}");
        yield return Spoil("XML", _ => $"<{Canary.Text}/>");
        yield return Spoil("Blanks only", _ => " \n ");
        yield return Spoil("Half of it", good => good[..(good.Length / 2)]);
        yield return Spoil("All but its end", good => good[..^1]);
        yield return Spoil("Trailing garbage", good => $"{good} {Canary.Text}");
        yield return Spoil("A second object after it", good => good + good);
        yield return Spoil("A closing brace after it", good => $"{good}}}");
        yield return Spoil("NUL after it", good => $"{good}\0");
        yield return Spoil("NUL before it", good => $"\0{good}");
        yield return Spoil("A comment before it", good => $"/*{Canary.Text}*/{good}");
        yield return Spoil("A comment within", good => $"{{//{Canary.Text}\n{good[1..]}");
        yield return Spoil("A comment after it", good => $"{good}//{Canary.Text}");
        yield return Spoil("A trailing comma", good => $"{good[..^1]},}}");
        yield return Spoil("Names without quotes", good => good.Replace("\":", ":", StringComparison.Ordinal).Replace(",\"", ",", StringComparison.Ordinal).Replace("{\"", "{", StringComparison.Ordinal));
        yield return Spoil("Single quotes", good => good.Replace('"', '\''));
        yield return Spoil("An unknown member", good => Add(good, $"\"{Canary.Text}\":true"));
        yield return Spoil("An unknown member that is null", good => Add(good, $"\"{Canary.Text}\":null"));
        yield return Spoil("A type marker", good => $"{{\"$type\":\"CleanAuth.Application.Accounts.SignUpCommand\",{good[1..]}");
        yield return Spoil("References", good => $"{{\"$id\":\"1\",\"$ref\":\"1\",{good[1..]}");
        yield return Spoil("An empty name", good => Add(good, "\"\":1"));
        yield return Spoil("A name with dots, quotes and brackets", good => Add(good, $"\"a.b['{Canary.Text}'].\\\"\\u0000\":1"));
        yield return Spoil("A name with a lone surrogate", good => Add(good, "\"\\ud800\":1"));
        foreach (var owned in new[] { "roles", "role", "isAdmin", "accountId", "id", "phoneConfirmed", "twoFactorRequired", "smsFactorEnabled", "passwordHash", "createdAt" })
        {
            yield return Spoil($"An over-posted {owned}", good => Add(good, $"\"{owned}\":true"));
        }

        yield return Spoil("Nesting of 7,000", good => Add(good, $"\"{Canary.Text}\":{Deep(7_000)}"));
        yield return Spoil("Root nesting of 16,000", _ => new string('[', 16_000));
        yield return Spoil("An array of 8,000 elements", good => Add(good, $"\"{Canary.Text}\":[{string.Join(',', Enumerable.Repeat('1', 7_500))}]"));
        yield return Spoil("Two thousand members", good => Add(good, string.Join(',', Enumerable.Range(0, 1_500).Select(i => $"\"m{i}\":1"))));
        yield return Spoil("A number of 10,000 digits", good => Add(good, $"\"{Canary.Text}\":{new string('9', 10_000)}"));
        yield return Spoil("A name of 15,000 characters", good => Add(good, $"\"{new string('x', 15_000)}\":1"));
    }

    [TestCaseSource(nameof(Spoilings))]
    public Task A_body_that_is_not_one_object_with_the_members_of_the_contract_is_refused(Func<string, string> spoil) =>
        AssertAllRefusedAsync(OnEveryOperation(operation => spoil(Body(operation))), s_unreadable);

    [Test]
    public Task A_body_of_the_wrong_type_is_refused_for_every_member() =>
        AssertAllRefusedAsync(OnEveryMember(_ => true, member => member.WrongTypes()), "validation_failed");

    [Test]
    public Task A_member_that_comes_twice_is_refused_whichever_of_the_two_is_valid() =>
        AssertAllRefusedAsync(
            from operation in Operations
            from member in operation.Members
            from twice in Twice(member)
            select new Attack(operation, Json(Add(Body(operation), twice)), twice));

    [Test]
    public Task A_name_in_another_case_is_an_unknown_member() =>
        AssertAllRefusedAsync(
            from operation in Operations
            from member in operation.Members
            from name in new[] { member.Name.ToUpperInvariant(), $"{char.ToUpperInvariant(member.Name[0])}{member.Name[1..]}" }
            select new Attack(operation, Json(Body(operation).Replace($"\"{member.Name}\":", $"\"{name}\":", StringComparison.Ordinal)), name),
            "validation_failed");

    [Test]
    public Task A_member_nested_10_000_deep_or_with_a_number_of_10_000_digits_is_refused() =>
        AssertAllRefusedAsync(OnEveryMember(_ => true, _ => [Deep(7_000), $"[{string.Join(',', Enumerable.Repeat('1', 7_500))}]", new string('9', 10_000), $"1e{new string('9', 10_000)}"]), "validation_failed");

    [Test]
    public Task Ten_thousand_levels_and_a_million_elements_are_too_large_whatever_they_say() =>
        AssertAllRefusedAsync(Operations.SelectMany(operation => new Attack[]
        {
            new(operation, Json(Deep(10_000)), "10,000 levels"),
            new(operation, Json(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat('1', 1_000_000))}]")), "a million elements"),
        }), "body_too_large");

    [Test]
    public Task An_empty_body_is_refused_where_a_body_is_needed() =>
        AssertAllRefusedAsync(Operations.Where(operation => !operation.BodyIsOptional).SelectMany(operation => new Attack[]
        {
            new(operation, Json(""), "no byte"),
            new(operation, Json("null"), "null"),
        }), "malformed_request");

    [Test]
    public async Task Only_log_out_may_have_an_empty_body()
    {
        Assert.That(Operations.Where(operation => operation.BodyIsOptional).Select(operation => operation.Path), Is.EqualTo(new[] { "/api/v1/auth/logout" }));

        var answers = await AssertAllRefusedAsync(Operations.Where(operation => operation.BodyIsOptional).Select(operation => new Attack(operation, Json(""))));

        Assert.That(answers.Single().Code, Is.EqualTo("token_invalid"), "The body is good, only nobody is named.");
    }

    private static TestCaseData Spoil(string what, Func<string, string> spoil) => new TestCaseData(spoil).SetArgDisplayNames(what);

    private static string Add(string good, string member) => $"{good[..^1]},{member}}}";

    private static string Deep(int levels) => $"{new string('[', levels)}{new string(']', levels)}";

    private static IEnumerable<string> Twice(Member member)
    {
        yield return $"\"{member.Name}\":{member.Sample()}";
        yield return $"\"{member.Name}\":null";
        yield return $"\"{member.Name}\":{member.WrongTypes().First()}";

        // The same name, spelled with an escape.
        yield return $"\"\\u{(int)member.Name[0]:x4}{member.Name[1..]}\":{member.Sample()}";
    }
}
