using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Spend;

/// <summary>An operator stops every message on every node at once.</summary>
public sealed class KillSwitch
{
    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi _api;
    private AuthApi _there;

    [SetUp]
    public async Task Start()
    {
        _host = await SpendHost.StartAsync();
        _other = _host.StartAnother(SpendHost.With());
        (_api, _there) = (_host.Client(), _other.Client());
    }

    [TearDown]
    public async Task Stop()
    {
        if (_host is not null)
        {
            await _other.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task Switched_on_one_node_it_holds_on_the_other_at_once_for_every_purpose_and_until_it_is_lifted()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var (token, messages) = (await _api.StartLogInAsync(person), _host.Plivo.Messages.Count);
        await SwitchAsync("off");

        var refused = (await _there.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");
        (await _there.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.ServiceUnavailable, "sms_disabled");
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromMinutes(1)));
        Assert.That(_host.Plivo.Messages, Has.Count.EqualTo(messages));

        await SwitchAsync("on");
        (await _there.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);
        (await _there.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted);
        Assert.That(await _host.Database.RefusedAsync("kill_switch"), Is.EqualTo(2));
    }

    [Test]
    public async Task What_waits_does_not_leave_and_expires()
    {
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(429, "{}");
        var phone = AuthApi.NewPhone();
        var challenge = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"];
        await _host.Plivo.WaitForMessageAsync(phone);
        await SwitchAsync("off");
        var attempts = _host.Plivo.Messages.Count;
        _host.Plivo.Behaviour = PlivoBehaviours.Accept;

        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        await WaitForNextClaimAsync();
        Assert.That(await _host.Database.ReadAsync<int>($"SELECT state FROM outbox_messages WHERE challenge_id = '{challenge}'"), Is.EqualTo(1), "it was due, and was not taken");

        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        await _host.WaitForOutboxAsync();

        Assert.That(await _host.Database.ReadAsync<string>($"SELECT state || ' ' || reason FROM outbox_messages WHERE challenge_id = '{challenge}'"), Is.EqualTo("4 expired"));
        Assert.That(_host.Plivo.Messages, Has.Count.EqualTo(attempts));
    }

    [Test]
    public async Task Log_ins_without_messages_go_on()
    {
        var email = AuthApi.NewEmail();
        await SwitchAsync("off");

        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        (await _there.LogInAsync(email)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Both_turns_of_the_switch_are_in_the_audit()
    {
        await SwitchAsync("off");
        await SwitchAsync("on");

        Assert.That(await _host.Database.ReadAsync<string>("SELECT string_agg(event::text, ' ' ORDER BY id) FROM audit_events WHERE event BETWEEN 6000 AND 6999"), Is.EqualTo("6001 6002"));
    }

    [Test]
    public async Task An_operator_who_mistypes_changes_nothing()
    {
        foreach (var wrong in new[] { [], ["offf"], ["OFF"], ["off", "now"], ["usage", "many"], ["usage", "0"], ["usage", "401"], new[] { "usage", "-1" } })
        {
            Assert.That(await OperatorCommands.SmsAsync(_host.Services, wrong, TextWriter.Null), Is.EqualTo(1), string.Join(' ', wrong));
        }

        var output = new StringWriter();
        await OperatorCommands.SmsAsync(_host.Services, ["usage", "0"], output);
        Assert.That(output.ToString().Trim(), Is.EqualTo("days must be 1 to 400"));
        Assert.That(await _host.Database.ReadAsync<bool>("SELECT is_off FROM sms_switch"), Is.False);
    }

    /// <summary>Returns when a dispatcher took what it may: a message whose time is over, put there for this.</summary>
    private async Task WaitForNextClaimAsync()
    {
        await _host.Database.ExecuteAsync("""
            INSERT INTO outbox_messages (id, phone, state, attempts, created_at, expires_at, due_at, price_micros)
            VALUES ('00000000-0000-7000-8000-000000000000', '+447700900000', 1, 0, now(), now(), now(), 0)
            """);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (await _host.Database.ReadAsync<int>("SELECT state FROM outbox_messages WHERE phone = '+447700900000'") != 4)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task SwitchAsync(string to)
    {
        var output = new StringWriter();
        Assert.That(await OperatorCommands.SmsAsync(_host.Services, [to], output), Is.Zero, output.ToString());
    }
}
