using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Login;

/// <summary>Attack 30: a stranger who fails all day slows strangers down, and neither the owner's networks nor open sessions nor factors.</summary>
public sealed class OwnersAndStrangers
{
    private const string Home = "203.0.113.7";
    private const string HomeAgain = "203.0.113.200";
    private const string Elsewhere = "192.0.2.1";

    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(Guessing.Settings);
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [SetUp]
    public Task Begin_anew() => _host.ForgetAsync();

    [Test]
    public async Task While_a_stranger_fails_all_day_the_owner_logs_in_from_a_known_source_and_no_factor_budget_is_touched()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var (end, guesses) = (_host.Clock.GetUtcNow().AddDays(2), 0);
        for (var i = 0; _host.Clock.GetUtcNow() < end; i++)
        {
            var answer = await _api.LogInFromAsync(Guessing.Address(256 * i), person.Email);
            guesses += answer.Code == "invalid_credentials" ? 1 : 0;
            _host.Clock.Advance(answer.Headers.RetryAfter?.Delta ?? TimeSpan.Zero);
            if (i % 20 == 0)
            {
                // From where the account was made and used: 127.0.0.1.
                (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
            }
        }

        Assert.That(guesses, Is.EqualTo(100), "then strangers are out, the right password or not");
        var closed = (await _api.LogInFromAsync(Elsewhere, person.Email, AuthApi.Password)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");
        Assert.That(closed.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromDays(1)));
        Assert.That((await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("secondFactorRequired"));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM factor_budgets"), Is.Zero);
    }

    [Test]
    public async Task An_unlock_lets_strangers_try_again()
    {
        var (email, output) = (AuthApi.NewEmail(), new StringWriter());
        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        await _api.FailAsync(Elsewhere, email, times: 1);
        await _host.HadFailuresAsync(100);
        (await _api.LogInFromAsync(Elsewhere, email, AuthApi.Password)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");

        Assert.That(await OperatorCommands.UnlockAsync(_host.Services, email, output), Is.Zero, output.ToString());

        (await _api.LogInFromAsync(Elsewhere, email, AuthApi.Password)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Every_address_of_a_network_that_the_account_logged_in_from_is_known_for_thirty_days()
    {
        var email = await OwnerAsync();
        await _api.FailAsync(Elsewhere, email, times: 5);

        (await _api.LogInFromAsync(Elsewhere, email, AuthApi.Password)).Expect(HttpStatusCode.TooManyRequests);
        (await _api.LogInFromAsync(HomeAgain, email, AuthApi.Password)).Expect(HttpStatusCode.OK);

        _host.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(10));
        await _api.FailAsync(Elsewhere, email, times: 1);
        await _host.HadFailuresAsync(100);
        (await _api.LogInFromAsync(Home, email, Guessing.Wrong)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        (await _api.LogInFromAsync(Home, email, AuthApi.Password)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");
    }

    [Test]
    public async Task Wrong_passwords_from_a_known_network_are_bounded_as_well_and_delay_no_other_network()
    {
        var email = await OwnerAsync();
        (await _api.LogInFromAsync(Elsewhere, email, AuthApi.Password)).Expect(HttpStatusCode.OK);

        await _api.FailAsync(Home, email, times: 5);

        (await _api.LogInFromAsync(HomeAgain, email, AuthApi.Password)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");
        (await _api.LogInFromAsync(Elsewhere, email, AuthApi.Password)).Expect(HttpStatusCode.OK);
        (await _api.LogInFromAsync("198.18.0.1", email, AuthApi.Password)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_wrong_password_does_not_make_a_network_known()
    {
        var email = await OwnerAsync();
        await _api.FailAsync(Elsewhere, email, times: 1);

        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM known_sources s JOIN accounts a ON a.id = s.account_id WHERE a.email = '{email}'"), Is.EqualTo(1));
    }

    [Test]
    public async Task An_open_session_is_delayed_by_nothing_but_its_own_wrong_passwords()
    {
        var email = await OwnerAsync();
        var sessions = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            sessions.Add((await _api.LogInFromAsync(Home, email, AuthApi.Password)).Expect(HttpStatusCode.OK)["accessToken"]!);
        }

        await _api.FailAsync(Home, email, times: 1);
        await _api.FailAsync(Elsewhere, email, times: 1);
        await _host.HadFailuresAsync(100);
        (await StepUpAsync(sessions[0], Guessing.Wrong)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        sessions[0] = (await StepUpAsync(sessions[0], AuthApi.Password)).Expect(HttpStatusCode.OK)["accessToken"]!;

        for (var i = 0; i < 5; i++)
        {
            (await StepUpAsync(sessions[0], Guessing.Wrong)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        (await StepUpAsync(sessions[0], AuthApi.Password)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");
        (await StepUpAsync(sessions[1], AuthApi.Password)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_log_in_after_ten_wrong_passwords_is_told_to_its_owner_once_an_hour()
    {
        var person = await _api.NewPersonAsync();

        await GuessRightAfterAsync(person, failures: 9);
        Assert.That(await ToldAsync(person), Is.Zero);
        await GuessRightAfterAsync(person, failures: 10);
        (await _api.LogInFromAsync(Elsewhere, person.Email, AuthApi.Password)).Expect(HttpStatusCode.OK);
        Assert.That(await ToldAsync(person), Is.EqualTo(1));

        await GuessRightAfterAsync(person, failures: 10);
        Assert.That(await ToldAsync(person), Is.EqualTo(1), "one message an hour");
        _host.Clock.Advance(TimeSpan.FromMinutes(61));
        await GuessRightAfterAsync(person, failures: 10);
        Assert.That(await ToldAsync(person), Is.EqualTo(2));
        Assert.That(
            await _host.Database.ReadAsync<long>($"SELECT count(*) FROM audit_events e JOIN accounts a ON a.id = e.account_id WHERE a.email = '{person.Email}' AND e.event = 2011"),
            Is.EqualTo(3), "each is recorded");
    }

    [Test]
    public async Task Twenty_parallel_right_passwords_after_many_wrong_ones_are_told_once()
    {
        var person = await _api.NewPersonAsync();
        await _api.FailAsync(Elsewhere, person.Email, times: 1);
        await _host.HadFailuresAsync(12);

        await AtOnce.SendAsync(20, _ => _api.LogInFromAsync(Elsewhere, person.Email, AuthApi.Password));

        Assert.That(
            await _host.Database.ReadAsync<long>($"SELECT count(*) FROM audit_events e JOIN accounts a ON a.id = e.account_id WHERE a.email = '{person.Email}' AND e.event = 2011"),
            Is.EqualTo(1));
        Assert.That(await ToldAsync(person), Is.EqualTo(1));
    }

    private Task<Answer> StepUpAsync(string token, string password) => _api.StepUpAsync(token, new { method = "password", password });

    private async Task<string> OwnerAsync()
    {
        var email = AuthApi.NewEmail();
        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        (await _api.LogInFromAsync(Home, email, AuthApi.Password)).Expect(HttpStatusCode.OK);
        return email;
    }

    private async Task GuessRightAfterAsync(Person person, int failures)
    {
        await _host.ForgetAsync();
        await _host.Database.ExecuteAsync("DELETE FROM known_sources");
        await _api.FailAsync(Elsewhere, person.Email, times: 1);
        await _host.HadFailuresAsync(failures);
        (await _api.LogInFromAsync(Elsewhere, person.Email, AuthApi.Password)).Expect(HttpStatusCode.OK);
    }

    private async Task<int> ToldAsync(Person person) =>
        (await _host.NoticesToAsync(person.PhoneNumber)).Count(text => text.StartsWith("CleanAuth: a log-in after many wrong passwords.", StringComparison.Ordinal));
}
