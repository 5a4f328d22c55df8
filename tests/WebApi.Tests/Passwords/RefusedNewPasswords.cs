using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Passwords;

/// <summary>A new password passes the same rules wherever it is set, before anything is spent (ASVS 5.0 6.2.4, 6.2.11 and 6.2.12).</summary>
public sealed class RefusedNewPasswords
{
    private const string Leaked = "a passphrase that others know";
    private const string NewPassword = "a wholly other password";

    private PlivoStub _ranges;
    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _ranges = await PlivoStub.StartAsync();
        _ranges.Behaviour = LeakedPasswords.Leak(Leaked);
        _host = await ServiceHost.StartAsync(("Passwords:BreachedCheck", "true"), ("Passwords:BreachedBaseUrl", _ranges.BaseUrl), ("Budgets:Passwords:FreeFailures", "20"));
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (_host?.DisposeAsync() ?? default);
        await (_ranges?.DisposeAsync() ?? default);
    }

    private static IEnumerable<TestCaseData> Refused() => new (string Name, Func<Person, string> Of, string Code)[]
    {
        ("a common one", _ => "Password1234!", "password_common"),
        ("the product's name", _ => "12-CleanAuth-34", "password_contains_context_word"),
        ("the e-mail's name", person => $"x {person.Email.Split('@')[0].ToUpperInvariant()} y", "password_contains_email"),
        ("a leaked one", _ => Leaked, "password_breached"),
    }.Select(each => new TestCaseData(each.Of, each.Code).SetArgDisplayNames(each.Name));

    [TestCaseSource(nameof(Refused))]
    public async Task At_a_change_it_is_refused_and_changes_nothing(Func<Person, string> of, string code)
    {
        ArgumentNullException.ThrowIfNull(of);
        var person = await _api.NewPersonAsync();
        await _host.WaitForOutboxAsync();
        var before = await TableImage.TakeAsync(_host.Database);

        AssertRefused(await _api.ChangePasswordAsync(person.AccessToken, AuthApi.Password, of(person)), code);

        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
        (await _api.ChangePasswordAsync(person.AccessToken, AuthApi.Password, NewPassword)).Expect(HttpStatusCode.NoContent);
    }

    [TestCaseSource(nameof(Refused))]
    public async Task At_a_reset_it_is_refused_costs_no_token_and_changes_nothing(Func<Person, string> of, string code)
    {
        ArgumentNullException.ThrowIfNull(of);
        var person = await _api.NewPersonAsync();
        var token = await _api.ProveResetAsync(person);
        await _host.WaitForOutboxAsync();
        var before = await TableImage.TakeAsync(_host.Database);

        AssertRefused(await _api.ResetAsync(token, of(person)), code);

        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
        (await _api.ResetAsync(token, NewPassword)).Expect(HttpStatusCode.NoContent);
    }

    [TestCaseSource(nameof(Refused))]
    public async Task At_a_reset_by_recovery_code_it_is_refused_and_costs_no_code(Func<Person, string> of, string code)
    {
        ArgumentNullException.ThrowIfNull(of);
        var user = await _api.NewPersonWithAppAsync();

        await _host.AgeRecoveryCodesAsync();
        AssertRefused(await _api.ResetByCodeAsync(user.Person.Email, user.RecoveryCodes[0], of(user.Person)), code);

        (await _api.LogInAsync(user.Person.Email)).Expect(HttpStatusCode.OK);
        (await _api.ResetByCodeAsync(user.Person.Email, user.RecoveryCodes[0], NewPassword)).Expect(HttpStatusCode.NoContent);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Of_a_password_that_was_set_anew_every_character_counts(bool byReset)
    {
        var person = await _api.NewPersonAsync();
        var start = new string('a', 126);
        var password = $"{start}x ";
        (byReset ? await _api.ResetAsync(await _api.ProveResetAsync(person), password) : await _api.ChangePasswordAsync(person.AccessToken, AuthApi.Password, password))
            .Expect(HttpStatusCode.NoContent);

        foreach (var wrong in new[] { $"{start}x", $"{start}x.", $"{start}x\u00a0", $"{start}X ", $"{start} x", $"{start}xx", start })
        {
            (await _api.LogInAsync(person.Email, wrong)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        (await _api.LogInAsync(person.Email, password)).Expect(HttpStatusCode.OK);
    }

    private static void AssertRefused(Answer answer, string code) => Assert.That(
        answer.Expect(HttpStatusCode.BadRequest, "validation_failed").Json.GetProperty("errors").GetProperty("newPassword")[0].GetProperty("code").GetString(), Is.EqualTo(code));
}
