using System.Net;
using System.Text.RegularExpressions;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Login;

/// <summary>Attacks 26 and 27: whether there is an account shows in no answer and in no work, before and after the delay begins.</summary>
public sealed partial class KnownAndUnknown
{
    private const string Stranger = "198.18.0.1";
    private const int Tries = 8;

    private readonly CountingHasher _hasher = new();
    private readonly RoundTrips _roundTrips = new();
    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(_hasher.Replace, [.. Guessing.Settings, ("TwoFactor:RequiredFor", "everybody")]);
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _roundTrips.Dispose();
        await (_host?.DisposeAsync() ?? default);
    }

    [Test]
    public async Task Answers_are_alike_whatever_the_e_mail_up_to_the_delay_and_in_it()
    {
        var emails = await EveryKindAsync();
        var answers = new Dictionary<string, List<string>>();
        foreach (var (kind, email) in emails)
        {
            var seen = answers[kind] = [];
            for (var i = 0; i < Tries; i++)
            {
                seen.Add(Bare(await _api.LogInFromAsync(Stranger, email)));
            }
        }

        Assert.That(answers["unknown"].Take(5), Has.All.StartsWith("401 ").And.All.EqualTo(answers["unknown"][0]));
        Assert.That(answers["unknown"].Skip(5), Has.All.StartsWith("429 "));
        using var scope = Assert.EnterMultipleScope();
        foreach (var (kind, seen) in answers)
        {
            Assert.That(seen, Is.EqualTo(answers["unknown"]), kind);
        }
    }

    [Test]
    public async Task Each_try_makes_as_many_hashes_and_asks_the_database_as_often_whatever_the_e_mail()
    {
        await _api.LogInFromAsync(Stranger, AuthApi.NewEmail());
        var work = new Dictionary<string, List<(int Hashes, int RoundTrips)>>();
        foreach (var (kind, email) in await EveryKindAsync())
        {
            var seen = work[kind] = [];
            for (var i = 0; i < Tries; i++)
            {
                var before = _hasher.Begun + _hasher.Made;
                var roundTrips = await _roundTrips.OfAsync(_api, async () => await _api.LogInFromAsync(Stranger, email));
                seen.Add((_hasher.Begun + _hasher.Made - before, roundTrips));
            }
        }

        // Account, known source, counter; counted, recorded and shown to the owner. Then: the first refusal is recorded, the others are not.
        Assert.That(work["unknown"], Is.EqualTo(new[] { (1, 6), (1, 6), (1, 6), (1, 6), (1, 6), (0, 5), (0, 3), (0, 3) }));
        using var scope = Assert.EnterMultipleScope();
        foreach (var (kind, seen) in work)
        {
            Assert.That(seen, Is.EqualTo(work["unknown"]), kind);
        }
    }

    [Test]
    public async Task The_first_unknown_e_mail_of_a_process_takes_no_more_hashes_than_the_first_known_one()
    {
        var person = (await EveryKindAsync())["known"];
        var hashes = new List<int>();
        foreach (var email in new[] { person, AuthApi.NewEmail() })
        {
            var hasher = new CountingHasher();
            await using var node = _host.StartAnother(hasher.Replace, Guessing.Settings);
            (await node.Client().LogInFromAsync(Stranger, email)).Expect(HttpStatusCode.Unauthorized);
            hashes.Add(hasher.Begun + hasher.Made);
        }

        Assert.That(hashes[1], Is.EqualTo(hashes[0]));
    }

    [Test]
    public async Task A_disabled_account_is_told_so_only_after_a_right_password_and_not_inside_the_delay()
    {
        var email = (await EveryKindAsync())["disabled"];
        await _api.FailAsync(Stranger, email, times: 4);

        (await _api.LogInFromAsync(Stranger, email, AuthApi.Password)).Expect(HttpStatusCode.Forbidden, "account_disabled");
        await _api.FailAsync(Stranger, email, times: 5);
        (await _api.LogInFromAsync(Stranger, email, AuthApi.Password)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");
    }

    private async Task<IReadOnlyDictionary<string, string>> EveryKindAsync()
    {
        string[] kinds = ["known", "disabled", "with a factor", "with a suspended factor", "unknown"];
        var emails = kinds.ToDictionary(kind => kind, _ => AuthApi.NewEmail());
        foreach (var kind in kinds.SkipLast(1))
        {
            (await _api.SignUpAsync(emails[kind])).Expect(HttpStatusCode.Created);
        }

        await _host.Database.ExecuteAsync($"UPDATE accounts SET disabled_at = now() WHERE email = '{emails["disabled"]}'");
        await _host.Database.ExecuteAsync($"UPDATE accounts SET totp_factor_enabled = true WHERE email IN ('{emails["with a factor"]}', '{emails["with a suspended factor"]}')");
        await _host.Database.ExecuteAsync($"INSERT INTO factor_budgets (account_id, factor, failures) SELECT id, 2, 100 FROM accounts WHERE email = '{emails["with a suspended factor"]}'");
        return emails;
    }

    /// <summary>Status, body and every header, without what is another one in each answer: the trace, the time of day, and how many seconds are left.</summary>
    private static string Bare(Answer answer)
    {
        var headers = answer.Headers.Concat(answer.ContentHeaders).Where(header => header.Key is not "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}");
        var text = $"{(int)answer.Status} {answer.Body.Replace(answer["traceId"]!, "", StringComparison.Ordinal)} {string.Join('\n', headers)}";
        return SecondsLeft().Replace(text, "…");
    }

    [GeneratedRegex("(?<=Retry-After: |;t=)(?:2[0-9]{2}|300)", RegexOptions.CultureInvariant)]
    private static partial Regex SecondsLeft();
}
