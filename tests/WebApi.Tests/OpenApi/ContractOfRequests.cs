using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CleanAuth.Application.Accounts;
using CleanAuth.Application.Administration;
using CleanAuth.Application.Login;
using CleanAuth.Application.Otp;
using CleanAuth.Application.Passwords;
using CleanAuth.Application.Sessions;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.WebApi.Accounts;
using CleanAuth.WebApi.Administration;
using CleanAuth.WebApi.Login;
using CleanAuth.WebApi.Otp;
using CleanAuth.WebApi.Passwords;
using CleanAuth.WebApi.Sessions;
using CleanAuth.WebApi.TwoFactor;
using FluentValidation.Results;
using Moq;

namespace CleanAuth.WebApi.Tests.OpenApi;

/// <summary>Holds the schemas of requests to the validators, which decide.</summary>
public sealed class ContractOfRequests
{
    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) } };

    private static readonly LiveSession s_session = new(new Session(default, default, AuthenticationMethods.Password, default, default), TotpFactor: true, SmsFactor: true, SmsStepsUp: true, Role.User);

    // Without the list: no schema can hold it.
    private static readonly PasswordRules s_passwords =
        new(new PasswordPolicy(), new SmsPolicy { Domain = "example.com" }, Mock.Of<ICommonPasswords>(), Mock.Of<IBreachedPasswords>());

    private static readonly Dictionary<string, Func<JsonNode, ValidationResult>> s_validators = new()
    {
        ["SignUpRequest"] = body => new SignUpValidator(s_passwords).Validate(Read<SignUpCommand>(body)),
        ["LoginRequest"] = body => new LoginValidator().Validate(Read<LoginCommand>(body)),
        ["RefreshSessionRequest"] = body => new RefreshSessionValidator().Validate(Read<RefreshSessionCommand>(body)),
        ["LogoutRequest"] = body => new LogoutValidator().Validate(new LogoutCommand(null, Read<LogoutRequest>(body).RefreshToken)),
        ["ChangeAccountRequest"] = body => Read<ChangeAccountRequest>(body) is var change
            ? new ChangeProfileValidator().Validate(new ChangeProfileCommand(default, default, change.IsGiven, change.DisplayName))
            : throw new InvalidOperationException(),
        ["SetPhoneRequest"] = body => new SetPhoneValidator().Validate(new SetPhoneCommand(default, default, Read<SetPhoneRequest>(body).PhoneVerificationToken)),
        ["SetSmsFactorRequest"] = body => Read<SetSmsFactorRequest>(body) switch
        {
            (var enabled, { } token, var challengeId, var smsCode) => new EnrollSmsValidator().Validate(new EnrollSmsCommand(default, default, enabled, token, challengeId, smsCode)),
            var (enabled, _, challengeId, smsCode) => new SetSmsFactorValidator().Validate(new SetSmsFactorCommand(default, default, enabled, null, challengeId, smsCode)),
        },
        ["SendOtpRequest"] = body => Read<SendOtpRequest>(body) is var (purpose, phoneNumber, channel, locale)
            ? new SendOtpValidator().Validate(new SendOtpCommand(purpose, phoneNumber, channel, locale, [], new OtpCaller(), new ClientAddress("192.0.2.7")))
            : throw new InvalidOperationException(),
        ["VerifyOtpRequest"] = body => Read<VerifyOtpRequest>(body) is var (challengeId, code)
            ? new VerifyOtpValidator().Validate(new VerifyOtpCommand(challengeId, code, new OtpCaller()))
            : throw new InvalidOperationException(),
        ["TurnOnRequest"] = body => Read<TurnOnRequest>(body) is var (code, challengeId, smsCode)
            ? new EnrollTotpValidator().Validate(new EnrollTotpCommand(default, default, code, challengeId, smsCode))
            : throw new InvalidOperationException(),
        ["StepUpRequest"] = body => Read<StepUpRequest>(body) is var (method, password, code, challengeId)
            ? new StepUpValidator().Validate(new StepUpCommand(s_session, method, password, code, challengeId))
            : throw new InvalidOperationException(),
        ["ChangePasswordRequest"] = body => Read<ChangePasswordRequest>(body) is var (current, @new)
            ? new ChangePasswordValidator(s_passwords).Validate(new ChangePasswordCommand(s_session.Session, current, @new))
            : throw new InvalidOperationException(),
        ["ForgotPasswordRequest"] = body =>
            new ForgotPasswordValidator().Validate(new ForgotPasswordCommand(Read<ForgotPasswordRequest>(body).Email, [], new ClientAddress("192.0.2.7"))),
        ["ResetPasswordRequest"] = body => Read<ResetPasswordRequest>(body) is var (password, token, email, recoveryCode)
            ? new ResetPasswordValidator(s_passwords).Validate(new ResetPasswordCommand(token, email, recoveryCode, password))
            : throw new InvalidOperationException(),
        ["SetAccountStatusRequest"] = body => Read<SetAccountStatusRequest>(body) is var (status, reason)
            ? new SetAccountStatusValidator().Validate(new SetAccountStatusCommand(s_session.Session, null, status, reason))
            : throw new InvalidOperationException(),
        ["SetSmsKillSwitchRequest"] = body => Read<SetSmsKillSwitchRequest>(body) is var (enabled, reason)
            ? new SwitchSmsValidator().Validate(new SwitchSmsCommand(s_session.Session, enabled, reason))
            : throw new InvalidOperationException(),
        ["SetRoleRequest"] = body => Read<SetRoleRequest>(body) is var (role, reason)
            ? new SetRoleValidator().Validate(new SetRoleCommand(s_session.Session, null, role, reason))
            : throw new InvalidOperationException(),
        ["ReasonRequest"] = body => new UnlockUserValidator().Validate(new UnlockUserCommand(s_session.Session, null, Read<ReasonRequest>(body).Reason)),
        ["SearchUsersRequest"] = body => Read<SearchUsersRequest>(body) is var (text, twoFactor, locked, required, status, role, cursor, limit)
            ? new ListUsersValidator().Validate(new ListUsersQuery(default, twoFactor, locked, required, status, role, text, cursor, limit))
            : throw new InvalidOperationException(),
        ["SetTwoFactorPolicyRequest"] = body => Read<SetTwoFactorPolicyRequest>(body) is var (required, reason, enforceFrom)
            ? new SetTwoFactorPolicyValidator().Validate(new SetTwoFactorPolicyCommand(s_session.Session, null, required, enforceFrom, reason))
            : throw new InvalidOperationException(),
        ["ResetTwoFactorRequest"] = body => Read<ResetTwoFactorRequest>(body) is var (reason, phoneLost)
            ? new ResetTwoFactorValidator().Validate(new ResetTwoFactorCommand(s_session.Session, null, phoneLost == true, reason))
            : throw new InvalidOperationException(),
        ["AuthenticateRequest"] = body => Read<AuthenticateRequest>(body) is var (method, code, challengeId)
            ? new AuthenticateSecondFactorValidator().Validate(new AuthenticateSecondFactorCommand(default, default, method, code, challengeId))
            : throw new InvalidOperationException(),
    };

    // Right and wrong spellings of every form; each pattern must judge all of them as its validator does.
    private static readonly string[] s_spellings =
    [
        "", " ", "a", "en", "EN", "pt-BR", "en_US", "en-", "zh-Hant-TW", "abcd", "123456", "12345", "1234567890", "12345678901", "12345a", "123456\n", " 123456", "١٢٣٤٥٦",
        "+447700900123", "447700900123", "+047700900123", "+44770090012345678", "+44 7700900123", "0044 (7700) 900-123", "+44(0)7700900123", "(0)0447700900123", "+44-", "+4477009001２３", "+447700900123\n",
        new('A', 21), new('A', 22), new('A', 23), new('-', 22), new('+', 22), new('=', 22), $"{new string('A', 21)}\n", $"{new string('A', 22)}\n",
        new('A', 42), new('A', 43), new('A', 44), new('B', 43), new('_', 43), $"{new string('_', 42)}8", $"{new string('A', 42)}=", $"{new string('A', 43)}\n",
    ];

    private static IEnumerable<string> Requests => s_validators.Keys;

    private static IEnumerable<TestCaseData> Texts =>
        from request in s_validators.Keys
        from member in Schema(request)["properties"]!.AsObject()
        where member.Value!["type"]!.GetValue<string>() == "string" && member.Value["enum"] is null && member.Value["format"]?.GetValue<string>() != "date-time"
        select new TestCaseData(request, member.Key);

    [Test]
    public void Every_request_of_the_contract_is_compared_here() =>
        Assert.That(
            Contract.Operations.Select(operation => operation.Json["requestBody"]?["content"]!["application/json"]?["schema"]!["$ref"]!.GetValue<string>().Split('/')[^1]).OfType<string>().Distinct(),
            Is.EquivalentTo(Requests));

    [TestCaseSource(nameof(Requests))]
    public void The_examples_are_valid(string request)
    {
        foreach (var example in Examples(request))
        {
            Assert.That(Accepts(request, example), Is.True, example.ToJsonString());
        }
    }

    [TestCaseSource(nameof(Requests))]
    public void Required_is_what_the_validator_never_does_without(string request) =>
        Assert.That(
            Schema(request)["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [],
            Is.EquivalentTo(Schema(request)["properties"]!.AsObject().Select(member => member.Key).Where(member => Examples(request).All(example => !Accepts(request, Without(example, member))))));

    [TestCaseSource(nameof(Texts))]
    public void A_text_has_a_longest_form_and_the_validator_refuses_a_longer_one(string request, string member)
    {
        var longest = Member(request, member)["maxLength"]?.GetValue<int>();
        Assert.That(longest, Is.Not.Null);
        Assert.That(Accepts(request, member, Text(member, longest!.Value)), Is.True, "as long as it may be");
        Assert.That(Accepts(request, member, Text(member, longest.Value + 1)), Is.False, "longer");
    }

    [TestCaseSource(nameof(Texts))]
    public void A_text_that_is_too_short_is_refused(string request, string member) =>
        Assert.That(Accepts(request, member, Text(member, Member(request, member)["minLength"]!.GetValue<int>() - 1)), Is.False);

    [TestCaseSource(nameof(Texts))]
    public void A_pattern_and_its_validator_agree(string request, string member)
    {
        var schema = Member(request, member);
        if (schema["pattern"]?.GetValue<string>() is not { } pattern)
        {
            return;
        }

        // In a JSON schema $ is the very end; in .NET a line feed may follow it.
        var form = new Regex($"{pattern.TrimEnd('$')}\\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        foreach (var spelling in s_spellings)
        {
            Assert.That(Accepts(request, member, spelling), Is.EqualTo(form.IsMatch(spelling)), spelling);
        }
    }

    [TestCaseSource(nameof(Requests))]
    public void Null_stands_for_absent_exactly_where_the_contract_allows_it(string request)
    {
        foreach (var (member, schema) in Schema(request)["properties"]!.AsObject().Where(member => member.Value!["enum"] is null))
        {
            var accepted = Examples(request).Any(example => Accepts(request, With(example, member, null)));
            Assert.That(accepted, Is.EqualTo(schema!["nullable"]?.GetValue<bool>() == true), member);
        }
    }

    private static T Read<T>(JsonNode body) => body.Deserialize<T>(s_json)!;

    private static JsonNode Schema(string request) => Contract.Document["components"]!["schemas"]![request]!;

    private static JsonNode Member(string request, string member) => Schema(request)["properties"]![member]!;

    private static IEnumerable<JsonNode> Examples(string request) =>
        Contract.Operations.Select(operation => operation.Json["requestBody"]?["content"]!["application/json"]!)
            .Where(payload => payload?["schema"]!["$ref"]!.GetValue<string>().Split('/')[^1] == request)
            .SelectMany(payload => Operation.ExamplesOf(payload).Values);

    private static bool Accepts(string request, JsonNode body) => s_validators[request](body).IsValid;

    private static bool Accepts(string request, string member, string text) => Examples(request).Any(example => Accepts(request, With(example, member, text)));

    private static JsonNode With(JsonNode example, string member, JsonNode? value)
    {
        var body = example.DeepClone();
        body[member] = value;
        return body;
    }

    private static JsonNode Without(JsonNode example, string member)
    {
        var body = example.DeepClone();
        body.AsObject().Remove(member);
        return body;
    }

    /// <summary>A text of so many code points that only its length can make wrong.</summary>
    private static string Text(string member, int length) => member switch
    {
        "email" when length > 80 => $"{new string('a', 60)}@{string.Concat(Enumerable.Range(0, length - 66).Select(i => i % 50 == 49 ? '.' : 'd'))}d.com",
        "password" or "currentPassword" or "newPassword" => string.Concat(Enumerable.Repeat("\U0001F600", length)),
        "phoneNumber" => $"+{new string('4', Math.Min(15, length - 1))}".PadRight(length, '-'),
        "recoveryCode" => "0EXAMPXE0EXAMPXE0"[..Math.Min(17, length)].PadRight(length, '-'),
        "code" when length > 10 => "0EXAMPXE0EXAMPXE0".PadRight(length, '-'),
        "code" or "smsCode" => new string('1', length),
        "locale" => string.Concat(Enumerable.Range(0, length).Select(i => i % 9 == 3 ? '-' : 'a')),
        _ => new string('A', length),
    };
}
