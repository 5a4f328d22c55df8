using System.Net;
using CleanAuth.TestKit;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>The command of the published service, as a process of its own.</summary>
public sealed class FirstAdministrator
{
    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task A_migrated_empty_database_has_no_account()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.That(await database.ReadAsync<long>("SELECT count(*) FROM accounts"), Is.Zero);
    }

    [Test]
    public async Task The_command_makes_an_account_an_administrator_once_and_records_and_tells_it()
    {
        var user = await _api.NewPersonWithAppAsync();
        var (token, id) = (await _api.LogInByAppAsync(user), await _api.AccountIdAsync(user.Person));

        var first = await CommandAsync(user.Person.Email.ToUpperInvariant());
        var second = await CommandAsync(user.Person.Email);

        Assert.That((first.ExitCode, LastLine(first)), Is.EqualTo((0, "This account is an administrator now.")), first.Errors);
        Assert.That((second.ExitCode, LastLine(second)), Is.EqualTo((0, "This account is an administrator already.")), second.Errors);
        (await _api.GetUserAsync(token, id)).Expect(HttpStatusCode.OK);
        Assert.That(await _host.EventsAsync(id, 8001), Is.EqualTo(1));
        Assert.That(await _host.LastEventAsync(id), Is.EqualTo("8001"));
        Assert.That(await _host.NoticesToAsync(user.Person.PhoneNumber), Has.One.EqualTo("CleanAuth: your account may now administer this service."));
        Assert.That($"{first.Output} {first.Errors}", Does.Not.Contain(user.Person.Email).And.Not.Contain(user.Person.PhoneNumber));
    }

    [Test]
    public async Task The_command_warns_of_an_account_that_has_no_second_factor_and_it_administers_once_there_is_one()
    {
        var person = await _api.NewPersonAsync();

        var end = await CommandAsync(person.Email);

        Assert.That(
            (end.ExitCode, LastLine(end)),
            Is.EqualTo((0, "This account is an administrator now. It has no second factor yet: administrative operations refuse it until one is switched on and proved.")), end.Errors);
        var id = await _api.AccountIdAsync(person);
        (await _api.GetUserAsync(person.AccessToken, id)).Expect(HttpStatusCode.Forbidden, "second_factor_required");
        var secret = (await _api.GenerateTotpAsync(person.AccessToken)).Expect(HttpStatusCode.OK)["secret"]!;
        (await _api.TurnOnTotpAsync(person.AccessToken, _api.CodeOf(secret))).Expect(HttpStatusCode.OK);
        (await _api.GetUserAsync(await _api.LogInByAppAsync(new PersonWithApp(person, secret, [])), id)).Expect(HttpStatusCode.OK);
    }

    [TestCase("nobody@example.com", "There is no such account.")]
    [TestCase("not an address", "email must be an e-mail address")]
    public async Task The_command_makes_no_account_and_says_so(string email, string words)
    {
        var before = await AccountsAsync();

        var end = await CommandAsync(email);

        Assert.That(end.ExitCode, Is.EqualTo(1));
        Assert.That(LastLine(end), Does.StartWith(words));
        Assert.That(await AccountsAsync(), Is.EqualTo(before));
    }

    // Before it stands what the service logs.
    private static string LastLine(CommandEnd end) => end.Output.TrimEnd().Split('\n')[^1];

    // Another master key would not open the keys of this database.
    private async Task<CommandEnd> CommandAsync(string email)
    {
        await using var command = CommandProcess.Start(typeof(Program).Assembly.Location, ProductionSettings.Of(_host.Database, _host.Plivo.BaseUrl, _host.MasterKey), "admin", email);
        return await command.WaitAsync();
    }

    private Task<string> AccountsAsync() => _host.Database.ReadAsync<string>("SELECT count(*) || ' ' || count(*) FILTER (WHERE role <> 0) FROM accounts");
}
