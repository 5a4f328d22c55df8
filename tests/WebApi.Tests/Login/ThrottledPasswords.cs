using System.Globalization;
using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using CleanAuth.WebApi.Tests.Transport;

namespace CleanAuth.WebApi.Tests.Login;

/// <summary>From the fifth wrong password on each further one costs a delay, counted in the database for all nodes before anything is hashed.</summary>
public sealed class ThrottledPasswords
{
    private const string Stranger = "198.18.0.1";

    private readonly CountingHasher _hasher = new();
    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi _api;
    private AuthApi[] _nodes;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(_hasher.Replace, Guessing.Settings);
        _other = _host.StartAnother(_hasher.Replace, Guessing.Settings);
        _api = _host.Client();
        _nodes = [_api, _other.Client()];
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_host is not null)
        {
            await _other.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    [SetUp]
    public Task Begin_anew() => _host.ForgetAsync();

    [Test]
    public async Task The_sixth_try_inside_the_delay_is_refused_without_hashing_on_either_node()
    {
        var person = await _api.NewPersonAsync();
        for (var i = 0; i < 5; i++)
        {
            (await _nodes[i % 2].LogInFromAsync(Stranger, person.Email)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        }

        var hashed = _hasher.Begun;
        foreach (var node in _nodes)
        {
            var refused = (await node.LogInFromAsync(Stranger, person.Email, AuthApi.Password)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");
            Refusal.AssertIsProblem(refused, "throttled");
            Assert.That(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, Is.InRange(200, 300));
            Assert.That(HeaderSet.Field(refused, "RateLimit"), Is.EqualTo($"\"wrong-passwords\";r=0;t={refused.Headers.RetryAfter.Delta.Value.TotalSeconds}"));
            Assert.That(HeaderSet.Field(refused, "RateLimit-Policy"), Is.EqualTo("\"wrong-passwords\";q=5;w=900"));
        }

        Assert.That(_hasher.Begun, Is.EqualTo(hashed));
        _host.Clock.Advance(TimeSpan.FromSeconds(300));
        (await _nodes[1].LogInFromAsync(Stranger, person.Email, AuthApi.Password)).Expect(HttpStatusCode.OK);
        Assert.That(await CountersAsync(), Is.Zero, "a right password clears the counter");
    }

    [Test]
    public async Task Each_further_wrong_password_doubles_the_delay_and_tries_inside_it_do_not_lengthen_it()
    {
        var email = (await _api.NewPersonAsync()).Email;
        await _api.FailAsync(Stranger, email, times: 4);

        foreach (var expected in (int[])[300, 600, 900, 900])
        {
            await _api.FailAsync(Stranger, email, times: 1);
            for (var i = 0; i < 5; i++)
            {
                (await _nodes[i % 2].LogInFromAsync(Stranger, email)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");
            }

            var refused = await _api.LogInFromAsync(Stranger, email);
            Assert.That(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, Is.InRange(expected - 60, expected));
            _host.Clock.Advance(TimeSpan.FromSeconds(expected));
        }

        Assert.That(await FailuresAsync(), Is.EqualTo(8), "what was refused was not counted");
    }

    [Test]
    public async Task Fifty_parallel_wrong_passwords_over_two_nodes_hash_five()
    {
        var (email, before) = ((await _api.NewPersonAsync()).Email, _hasher.Begun);

        var answers = await AtOnce.SendAsync(50, i => _nodes[i % 2].LogInFromAsync(Stranger, email));

        Assert.That(answers.Count(answer => answer.Code == "invalid_credentials"), Is.EqualTo(5));
        Assert.That(answers.Count(answer => answer.Code == "password_throttled"), Is.EqualTo(45));
        Assert.That(_hasher.Begun - before, Is.EqualTo(5));
        Assert.That(await FailuresAsync(), Is.EqualTo(5));
    }

    [Test]
    public async Task Fifty_parallel_tries_when_a_delay_ends_hash_one()
    {
        var email = (await _api.NewPersonAsync()).Email;
        await _api.FailAsync(Stranger, email, times: 5);
        _host.Clock.Advance(TimeSpan.FromSeconds(300));
        var before = _hasher.Begun;

        await AtOnce.SendAsync(50, i => _nodes[i % 2].LogInFromAsync(Stranger, email));

        Assert.That(_hasher.Begun - before, Is.EqualTo(1));
    }

    [Test]
    public async Task Attack_29_a_thousand_addresses_with_one_try_each_are_one_stranger()
    {
        var (email, before) = ((await _api.NewPersonAsync()).Email, _hasher.Begun);

        for (var batch = 0; batch < 1000; batch += 50)
        {
            await AtOnce.SendAsync(50, i => _nodes[i % 2].LogInFromAsync(Guessing.Address(256 * (batch + i)), email));
        }

        Assert.That(_hasher.Begun - before, Is.EqualTo(5));
        Assert.That(await CountersAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_flood_of_refusals_is_recorded_once_for_each_delay()
    {
        var person = await _api.NewPersonAsync();
        await _api.FailAsync(Stranger, person.Email, times: 5);

        await AtOnce.SendAsync(50, i => _nodes[i % 2].LogInFromAsync(Stranger, person.Email));
        Assert.That(await EventsAsync(person, 2010), Is.EqualTo(1));

        _host.Clock.Advance(TimeSpan.FromSeconds(300));
        await _api.FailAsync(Stranger, person.Email, times: 1);
        await AtOnce.SendAsync(50, i => _nodes[i % 2].LogInFromAsync(Stranger, person.Email));
        Assert.That(await EventsAsync(person, 2010), Is.EqualTo(2));
    }

    [Test]
    public async Task The_table_of_counters_holds_no_e_mail_address_or_network()
    {
        var email = AuthApi.NewEmail();
        await _api.FailAsync(Stranger, email, times: 2);

        var dump = (await TableImage.DumpAsync(_host.Database)).Split('\n').Where(row => row.StartsWith("password_budgets ", StringComparison.Ordinal)).ToList();

        Assert.That(dump, Has.Count.EqualTo(1));
        Assert.That(dump, Has.None.Contains(email).And.None.Contains(Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(email))).And.None.Contains("198.18"));
    }

    [Test]
    public async Task When_the_counter_cannot_be_written_a_log_in_answers_503_and_issues_nothing()
    {
        var person = await _api.NewPersonAsync();
        var (before, hashed) = (await TableImage.TakeAsync(_host.Database), _hasher.Begun);
        await _host.Database.ExecuteAsync("""
            CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON password_budgets EXECUTE FUNCTION disk_is_full();
            """);
        try
        {
            foreach (var password in new[] { AuthApi.Password, Guessing.Wrong })
            {
                var answer = (await _api.LogInAsync(person.Email, password)).Expect(HttpStatusCode.ServiceUnavailable, "unavailable");
                Assert.That(HeaderSet.Field(answer, "Retry-After"), Is.EqualTo("5"));
            }
        }
        finally
        {
            await _host.Database.ExecuteAsync("DROP TRIGGER full_disk ON password_budgets; DROP FUNCTION disk_is_full");
        }

        Assert.That(_hasher.Begun, Is.EqualTo(hashed));
        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
        (await _api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Signing_up_begins_without_what_strangers_tried_on_the_e_mail_before()
    {
        var email = AuthApi.NewEmail();
        await _api.FailAsync(Stranger, email, times: 1);
        await _host.HadFailuresAsync(100);
        (await _api.LogInFromAsync(Stranger, email)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");

        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);

        (await _api.LogInFromAsync("198.18.9.9", email, AuthApi.Password)).Expect(HttpStatusCode.OK);
    }

    private Task<long> CountersAsync() => _host.Database.ReadAsync<long>("SELECT count(*) FROM password_budgets");

    private Task<int> FailuresAsync() => _host.Database.ReadAsync<int>("SELECT failures FROM password_budgets");

    private Task<long> EventsAsync(Person person, int number) => _host.Database.ReadAsync<long>(string.Create(
        CultureInfo.InvariantCulture, $"SELECT count(*) FROM audit_events e JOIN accounts a ON a.id = e.account_id WHERE a.email = '{person.Email}' AND e.event = {number}"));
}
