using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>Two messages to one number keep their order, and no number waits for another one.</summary>
public sealed class OrderOfMessages
{
    private const int MostAtOnce = 32;

    private ServiceHost _host;
    private AuthApi _api;

    [SetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(("Plivo:TimeoutSeconds", "10"), ("Sms:Notices", "false"));
        _api = _host.Client();
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task The_second_message_to_a_number_does_not_leave_before_the_first_is_finished_on_any_node()
    {
        await using var other = _host.StartAnother(("Plivo:TimeoutSeconds", "10"), ("Sms:Notices", "false"));
        var (person, gate) = (await _api.NewPersonWithSmsFactorAsync(), new TaskCompletionSource());
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        _host.Plivo.Behaviour = (context, message, stopping) =>
            (message.To == person.PhoneNumber ? PlivoBehaviours.After(gate.Task, PlivoBehaviours.Accept) : PlivoBehaviours.Accept)(context, message, stopping);
        var strangers = (await _api.SendOtpAsync(person.PhoneNumber)).Expect(HttpStatusCode.Accepted);
        await _host.Plivo.WaitForMessageAsync(person.PhoneNumber, count: 2);

        var own = (await other.Client().SendSecondFactorOtpAsync(await other.Client().StartLogInAsync(person))).Expect(HttpStatusCode.Accepted);

        // A node that sends these has passed over the waiting one.
        foreach (var api in new[] { _api, other.Client() })
        {
            var phone = AuthApi.NewPhone();
            (await api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
            await _host.Plivo.WaitForMessageAsync(phone);
        }

        await _host.WaitForRoundAsync();
        Assert.That(_host.Plivo.Messages.Count(message => message.To == person.PhoneNumber), Is.EqualTo(2), "the proof at sign-up, and the one that hangs");
        Assert.That(await _host.Database.ReadAsync<int>($"SELECT attempts FROM outbox_messages WHERE challenge_id = '{own["challengeId"]}'"), Is.Zero);
        gate.SetResult();
        await _host.Plivo.WaitForMessageAsync(person.PhoneNumber, count: 3);
        Assert.That(
            _host.Plivo.Messages.Where(message => message.To == person.PhoneNumber).Skip(1).Select(message => message.Text),
            Is.EqualTo(new[] { strangers, own }).Using<string, Answer>((text, sent) => text.Contains($"({sent["label"]})", StringComparison.Ordinal)));
    }

    [Test]
    public async Task One_slow_message_delays_nobody_else()
    {
        var (slow, gate) = (AuthApi.NewPhone(), new TaskCompletionSource());
        _host.Plivo.Behaviour = (context, message, stopping) =>
            (message.To == slow ? PlivoBehaviours.After(gate.Task, PlivoBehaviours.Accept) : PlivoBehaviours.Accept)(context, message, stopping);
        (await _api.SendOtpAsync(slow)).Expect(HttpStatusCode.Accepted);
        await _host.Plivo.WaitForMessageAsync(slow);

        var others = await SendAsync(2 * MostAtOnce);

        await _host.Database.WaitUntilNoneAsync($"outbox_messages WHERE phone <> '{slow}' AND state <> 3");
        Assert.That(_host.Plivo.Messages.Select(message => message.To), Is.EquivalentTo(others.Append(slow)));
        Assert.That(await _host.Database.ReadAsync<int>($"SELECT state FROM outbox_messages WHERE phone = '{slow}'"), Is.EqualTo(2), "the slow one is still leaving");
        gate.SetResult();
        await _host.WaitForOutboxAsync();
        Assert.That(await _host.Database.ReadAsync<int>($"SELECT state FROM outbox_messages WHERE phone = '{slow}'"), Is.EqualTo(3));
    }

    [Test]
    public async Task More_slow_messages_than_a_node_takes_at_once_wait_their_turn_and_none_is_lost()
    {
        var (gate, most) = (new TaskCompletionSource(), 0);
        var atOnce = 0;
        _host.Plivo.Behaviour = async (context, message, stopping) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref atOnce));
            await gate.Task.WaitAsync(stopping);
            Interlocked.Decrement(ref atOnce);
            await PlivoBehaviours.Accept(context, message, stopping);
        };

        // What the planner believes must not matter: to it nothing waits.
        await _host.Database.ExecuteAsync("VACUUM ANALYZE outbox_messages");
        var phones = await SendAsync(MostAtOnce + 20);
        await _host.Database.WaitUntilNoneAsync($"(SELECT count(*) AS leaving FROM outbox_messages WHERE state = 2) now WHERE leaving < {MostAtOnce}");
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages WHERE state = 1 AND attempts = 0"), Is.EqualTo(20));
        gate.SetResult();
        await _host.WaitForOutboxAsync();

        Assert.That(_host.Plivo.Messages.Select(message => message.To), Is.EquivalentTo(phones));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages WHERE state = 3 AND attempts = 1"), Is.EqualTo(phones.Count));
        Assert.That(most, Is.EqualTo(MostAtOnce));
    }

    private async Task<HashSet<string>> SendAsync(int count)
    {
        var phones = new HashSet<string>();
        while (phones.Count < count)
        {
            phones.Add(AuthApi.NewPhone());
        }

        await Task.WhenAll(phones.Select(async phone => (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)));
        return phones;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; seen < value && Interlocked.CompareExchange(ref most, value, seen) != seen; seen = most)
        {
        }
    }
}
