using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CleanAuth.TestKit;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>Real processes that are killed with SIGKILL: nothing that was answered with 202 is lost, and nobody gets two messages.</summary>
public sealed class KilledNodes
{
    private const int Rounds = 8;

    private readonly string _masterKey = ProductionSettings.NewMasterKey();
    private readonly HashSet<string> _phones = [];
    private TestDatabase _database;
    private PlivoStub _plivo;

    [SetUp]
    public async Task Start() => (_database, _plivo) = (await TestDatabase.CreateAsync(), await PlivoStub.StartAsync());

    [TearDown]
    public async Task Stop()
    {
        await (_plivo?.DisposeAsync() ?? default);
        await (_database?.DisposeAsync() ?? default);
    }

    [Test]
    public async Task A_node_killed_between_commit_and_send_loses_nothing_and_the_next_one_sends_each_message_once()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var phones = NewPhones(20);
        await using (var killed = await StartAsync($"https://{silent.LocalEndpoint}", timeoutSeconds: 2))
        {
            Assert.That((await AskAsync(killed, phones)).Keys, Is.EquivalentTo(phones));

            // The gateway takes connections and never shakes hands.
            await _database.WaitUntilNoneAsync("(SELECT count(*) AS claimed FROM outbox_messages WHERE state = 8) now WHERE claimed = 0");
            await killed.KillAsync();
        }

        Assert.That(await CountAsync("state = 8"), Is.GreaterThan(0), "claimed when the node was killed");
        Assert.That(await CountAsync("state IN (1, 8) AND protected_text IS NOT NULL"), Is.EqualTo(phones.Length));
        await using var next = await StartAsync(_plivo.BaseUrl, timeoutSeconds: 2);
        await WaitForOutboxAsync();

        Assert.That(_plivo.Messages.Select(message => message.To), Is.EquivalentTo(phones));
        Assert.That(await CountAsync("state = 3"), Is.EqualTo(phones.Length));
    }

    [Test]
    public async Task A_node_killed_between_send_and_answer_sends_nothing_twice_and_the_person_can_ask_again()
    {
        var phones = NewPhones(20);
        _plivo.Behaviour = PlivoBehaviours.Hang;
        IReadOnlyDictionary<string, string> challenges;
        await using (var killed = await StartAsync(_plivo.BaseUrl, timeoutSeconds: 3))
        {
            challenges = await AskAsync(killed, phones);
            await Task.WhenAll(phones.Select(phone => _plivo.WaitForMessageAsync(phone, patience: TimeSpan.FromSeconds(30))));
            await killed.KillAsync();
        }

        Assert.That(await CountAsync("state = 2"), Is.GreaterThan(0), "leaving when the node was killed");
        _plivo.Behaviour = PlivoBehaviours.Accept;
        await using var next = await StartAsync(_plivo.BaseUrl, timeoutSeconds: 3);
        await WaitForOutboxAsync();
        Assert.That(await CountAsync("state = 5 AND protected_text IS NULL"), Is.EqualTo(phones.Length));
        Assert.That(await CountAsync("state = 5 AND reason = 'node_lost'"), Is.GreaterThan(0));

        // The resend's gap passes.
        await _database.ExecuteAsync("UPDATE otp_sends SET sent_at = sent_at - interval '1 minute'");
        var (api, phone) = (Client(next), phones[0]);
        Assert.That((await api.GetChallengeAsync(challenges[phone])).Expect(HttpStatusCode.OK)["delivery"], Is.EqualTo("unknown"));
        var renewed = (await api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        (await api.VerifyOtpAsync(renewed, await api.CodeSentToAsync(phone, count: 2))).Expect(HttpStatusCode.OK);
        Assert.That(_plivo.Messages.Select(message => message.To), Is.EquivalentTo(phones.Append(phone)));
    }

    [Test]
    public async Task Nodes_killed_at_any_moment_lose_nothing_and_send_nothing_twice()
    {
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        var random = new Random(seed);
        var accepted = new Dictionary<string, string>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var node = await StartAsync(_plivo.BaseUrl);
            foreach (var (phone, challenge) in await AskAndKillAsync(node, NewPhones(20), random))
            {
                accepted.Add(phone, challenge);
            }
        }

        _plivo.Behaviour = PlivoBehaviours.Accept;
        await using var last = await StartAsync(_plivo.BaseUrl);
        await WaitForOutboxAsync();

        var states = await StatesAsync();
        var sent = _plivo.Messages.CountBy(message => message.To).ToDictionary();
        var unknown = states.Where(row => row.Value.StartsWith("5 ", StringComparison.Ordinal)).Select(row => row.Key).ToHashSet();
        await TestContext.Out.WriteLineAsync(
            $"seed {seed}: {Rounds} kills, {accepted.Count} accepted, {states.Count} stored, {sent.Count} sent, {unknown.Count} unknown ({states.Values.Count(state => state == "5 node_lost")} by the kills), of which {unknown.Count(sent.ContainsKey)} sent");
        using var scope = Assert.EnterMultipleScope();
        Assert.That(sent.Where(number => number.Value > 1), Is.Empty, $"sent twice, seed {seed}");
        Assert.That(accepted.Keys.Except(states.Keys), Is.Empty, $"answered with 202 and not stored, seed {seed}");
        Assert.That(states.Keys.Except(unknown).Except(sent.Keys), Is.Empty, $"lost, seed {seed}");
        Assert.That(states.Where(row => row.Value is not "3 ").Select(row => row.Key).Except(unknown), Is.Empty, $"neither sent nor unknown, seed {seed}");
        Assert.That(states.Values, Has.Some.EqualTo("3 "), $"unknown is for those that were leaving, seed {seed}");
    }

    [Test]
    public async Task Two_nodes_that_start_at_once_on_an_empty_database_send_each_message_once()
    {
        var (refused, accepted) = (new HashSet<string>(), new List<string>());
        _plivo.Behaviour = (context, message, stopping) =>
        {
            lock (refused)
            {
                // Everything comes back at about the same time, and both nodes want it.
                if (refused.Add(message.To))
                {
                    return PlivoBehaviours.Answer(429, "")(context, message, stopping);
                }

                accepted.Add(message.To);
                return PlivoBehaviours.Accept(context, message, stopping);
            }
        };
        var phones = NewPhones(60);
        var nodes = await Task.WhenAll(StartAsync(_plivo.BaseUrl, timeoutSeconds: 10), StartAsync(_plivo.BaseUrl, timeoutSeconds: 10));
        await using var first = nodes[0];
        await using var second = nodes[1];

        await Task.WhenAll(AskAsync(first, phones[..30]), AskAsync(second, phones[30..]));
        await WaitForOutboxAsync();

        Assert.That(accepted, Is.EquivalentTo(phones));
        Assert.That(_plivo.Messages, Has.Count.EqualTo(2 * phones.Length), "one refused and one accepted request for each");
        Assert.That(await CountAsync("state = 3 AND attempts = 2"), Is.EqualTo(phones.Length));
    }

    /// <summary>Kills the node when some, which and how many is chance, were answered or have reached the gateway. Gives what was answered with 202.</summary>
    private async Task<IReadOnlyDictionary<string, string>> AskAndKillAsync(ServiceProcess node, string[] phones, Random random)
    {
        var (kill, left, countsArrivals) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), random.Next(1, phones.Length + 1), random.Next(2) == 0);
        void Count(bool isArrival)
        {
            if (isArrival == countsArrivals && Interlocked.Decrement(ref left) == 0)
            {
                kill.SetResult();
            }
        }

        _plivo.Behaviour = (context, message, stopping) =>
        {
            Count(isArrival: true);
            return PlivoBehaviours.Accept(context, message, stopping);
        };
        var asking = AskAsync(node, phones, () => Count(isArrival: false));
        await kill.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await node.KillAsync();
        return await asking;
    }

    /// <summary>Asks for all at once. Gives the challenges of those that were answered with 202; a node that is killed answers nothing.</summary>
    private async Task<IReadOnlyDictionary<string, string>> AskAsync(ServiceProcess node, IEnumerable<string> phones, Action? answered = null)
    {
        var api = Client(node);
        var answers = await Task.WhenAll(phones.Select(async phone =>
        {
            try
            {
                var challenge = (await api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
                answered?.Invoke();
                return (phone, challenge);
            }
            catch (HttpRequestException) when (answered is not null)
            {
                return (phone, challenge: "");
            }
        }));
        return answers.Where(answer => answer.challenge.Length > 0).ToDictionary(answer => answer.phone, answer => answer.challenge);
    }

    private Task<ServiceProcess> StartAsync(string plivoUrl, int timeoutSeconds = 1) =>
        ServiceProcess.StartAsync(
            typeof(Program).Assembly.Location,
            [.. ProductionSettings.Of(_database, plivoUrl, _masterKey), ("Plivo:TimeoutSeconds", timeoutSeconds.ToString(CultureInfo.InvariantCulture))]);

    private AuthApi Client(ServiceProcess node) => new(_plivo, new HttpClient { BaseAddress = node.BaseAddress });

    private Task WaitForOutboxAsync() => _database.WaitUntilNoneAsync("outbox_messages WHERE state IN (1, 2, 8)", TimeSpan.FromSeconds(60));

    private Task<long> CountAsync(string condition) => _database.ReadAsync<long>($"SELECT count(*) FROM outbox_messages WHERE {condition}");

    /// <summary>State and reason of the one message to each number.</summary>
    private async Task<Dictionary<string, string>> StatesAsync() =>
        (await _database.ReadAsync<string>("SELECT string_agg(phone || ' ' || state || ' ' || coalesce(reason, ''), ',') FROM outbox_messages"))
            .Split(',').ToDictionary(row => row.Split(' ')[0], row => row[(row.IndexOf(' ', StringComparison.Ordinal) + 1)..]);

    // A number that came twice would be refused: there is a gap between two codes.
    private string[] NewPhones(int count) =>
        [.. Enumerable.Range(0, int.MaxValue).Select(_ => AuthApi.NewPhone()).Where(_phones.Add).Take(count)];
}
