using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Login;

namespace CleanAuth.WebApi.Tests.Passwords;

/// <summary>Whoever took over a session learns no password in it, and whoever else has one is not delayed by that (ASVS 5.0 6.2.3, security-requirements 1).</summary>
public sealed class WrongCurrentPasswords
{
    private const int Free = 5;
    private const string NewPassword = "a wholly other password";

    private readonly CountingHasher _hasher = new();
    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(_hasher.Replace, Guessing.Settings);
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task A_wrong_current_password_changes_nothing_and_counts_as_a_failure()
    {
        var person = await _api.NewPersonAsync();
        var before = await AccountAndSessionsAsync(person);
        for (var i = 0; i < Free; i++)
        {
            (await ChangeAsync(person.AccessToken, Guessing.Wrong)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        var hashed = _hasher.Begun;
        var refused = (await ChangeAsync(person.AccessToken, AuthApi.Password)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");

        Assert.That(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, Is.InRange(200, 300));
        Assert.That(_hasher.Begun, Is.EqualTo(hashed), "inside the delay nothing is compared");
        Assert.That(await AccountAndSessionsAsync(person), Is.EqualTo(before));
        _host.Clock.Advance(TimeSpan.FromSeconds(300));
        (await ChangeAsync(person.AccessToken, AuthApi.Password)).Expect(HttpStatusCode.NoContent);
    }

    [Test]
    public async Task What_fails_in_one_session_delays_neither_another_one_nor_a_log_in()
    {
        var person = await _api.NewPersonAsync();
        var other = (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["accessToken"]!;
        for (var i = 0; i < Free; i++)
        {
            (await ChangeAsync(person.AccessToken, Guessing.Wrong)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        (await ChangeAsync(person.AccessToken, AuthApi.Password)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");

        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        (await ChangeAsync(other, Guessing.Wrong)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await ChangeAsync(other, AuthApi.Password)).Expect(HttpStatusCode.NoContent);
    }

    [Test]
    public async Task A_step_up_and_a_change_in_one_session_share_the_free_ones()
    {
        var person = await _api.NewPersonAsync();
        for (var i = 0; i < Free; i++)
        {
            var wrong = i % 2 == 0 ? ChangeAsync(person.AccessToken, Guessing.Wrong) : _api.StepUpAsync(person.AccessToken, new { method = "password", password = Guessing.Wrong });
            (await wrong).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        (await ChangeAsync(person.AccessToken, AuthApi.Password)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");
    }

    [Test]
    public async Task Thirty_parallel_wrong_ones_compare_five()
    {
        var person = await _api.NewPersonAsync();
        var before = _hasher.Begun;

        var answers = await AtOnce.SendAsync(30, _ => ChangeAsync(person.AccessToken, Guessing.Wrong));

        Assert.That(answers.Count(answer => answer.Code == "invalid_credentials"), Is.EqualTo(Free));
        Assert.That(answers.Count(answer => answer.Code == "password_throttled"), Is.EqualTo(30 - Free));
        Assert.That(_hasher.Begun - before, Is.EqualTo(Free));
    }

    private Task<Answer> ChangeAsync(string token, string currentPassword) => _api.ChangePasswordAsync(token, currentPassword, NewPassword);

    private Task<string> AccountAndSessionsAsync(Person person) => _host.Database.ReadAsync<string>(
        $"SELECT a::text || string_agg(s::text, ',' ORDER BY s.id) FROM accounts a JOIN sessions s ON s.account_id = a.id WHERE a.email = '{person.Email}' GROUP BY a");
}
