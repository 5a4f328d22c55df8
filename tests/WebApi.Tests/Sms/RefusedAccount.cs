using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>A gateway that refuses the service's own account is not asked again for a minute, and nobody is promised a message meanwhile.</summary>
[TestFixture(401)]
[TestFixture(402)]
public sealed class RefusedAccount(int status)
{
    private ServiceHost _host;
    private AuthApi _api;

    [SetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task The_first_refusal_lets_send_otp_answer_503_and_write_nothing()
    {
        await RefuseAsync(AuthApi.NewPhone());
        var before = await TableImage.TakeAsync(_host.Database);

        var answer = (await _api.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.ServiceUnavailable, "gateway_unavailable");

        Assert.That(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, Is.InRange(50, 60));
        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
        Assert.That(_host.Plivo.Messages, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_was_queued_waits_for_the_minute_and_leaves_once_the_gateway_takes_messages_again()
    {
        var phones = NewPhones();
        await RefuseWithOthersWaitingAsync(phones);
        _host.Plivo.Behaviour = PlivoBehaviours.Accept;

        _host.Clock.Advance(TimeSpan.FromSeconds(50));
        await _host.WaitForRoundAsync();
        Assert.That(_host.Plivo.Messages, Has.Count.EqualTo(phones.Length));
        Assert.That(await CountAsync("state = 1 AND attempts = 0"), Is.EqualTo(phones.Length));
        (await _api.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.ServiceUnavailable, "gateway_unavailable");

        _host.Clock.Advance(TimeSpan.FromSeconds(10));
        await _host.WaitForOutboxAsync();
        Assert.That(_host.Plivo.Messages.Skip(phones.Length).Select(message => message.To), Is.EquivalentTo(phones));
        Assert.That(Lines("Information", 2111), Is.EqualTo(1));
        (await _api.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task After_the_minute_one_message_tries_and_its_refusal_closes_the_way_again()
    {
        var phones = NewPhones();
        await RefuseWithOthersWaitingAsync(phones);

        _host.Clock.Advance(TimeSpan.FromSeconds(61));
        await _host.Database.WaitUntilNoneAsync($"(SELECT count(*) AS failed FROM outbox_messages WHERE state = 4) now WHERE failed <= {phones.Length}");
        await _host.WaitForRoundAsync();

        Assert.That(_host.Plivo.Messages, Has.Count.EqualTo(phones.Length + 1));
        Assert.That(await CountAsync("state = 1 AND protected_text IS NOT NULL"), Is.EqualTo(phones.Length - 1));
        Assert.That(Lines("Critical", 2110), Is.EqualTo(2));
        (await _api.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.ServiceUnavailable, "gateway_unavailable");
    }

    [Test]
    public async Task Several_refusals_at_once_are_one_critical_line()
    {
        await RefuseWithOthersWaitingAsync(NewPhones());

        Assert.That(Lines("Critical", 2110), Is.EqualTo(1));
        Assert.That(_host.Logs.Lines, Has.Some.Contains(status == 401 ? "(unauthorized)" : "(no_credit)"));
    }

    [Test]
    public async Task Another_node_finds_out_for_itself()
    {
        await RefuseAsync(AuthApi.NewPhone());
        _host.Plivo.Behaviour = PlivoBehaviours.Accept;
        await using var other = _host.StartAnother();

        var phone = AuthApi.NewPhone();
        (await other.Client().SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);

        await _host.Plivo.WaitForMessageAsync(phone);
        (await _api.SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.ServiceUnavailable, "gateway_unavailable");
        Assert.That(other.Logs.Lines, Has.None.Contains("[2110]"));
    }

    private async Task RefuseAsync(string phone)
    {
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(status, "");
        (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await _host.WaitForOutboxAsync();
    }

    /// <summary>The gateway refuses one message to each number together, while a second one to each waits behind it.</summary>
    private async Task RefuseWithOthersWaitingAsync(string[] phones)
    {
        var (token, gate) = (await TokenAsync(), new TaskCompletionSource());
        _host.Plivo.Behaviour = PlivoBehaviours.After(gate.Task, PlivoBehaviours.Answer(status, ""));
        foreach (var phone in phones)
        {
            (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
            await _host.Plivo.WaitForMessageAsync(phone);
            (await _api.SendOtpAsync(phone, token)).Expect(HttpStatusCode.Accepted);
        }

        gate.SetResult();
        await _host.Database.WaitUntilNoneAsync("outbox_messages WHERE state = 2");
    }

    private async Task<string> TokenAsync()
    {
        var email = AuthApi.NewEmail();
        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        return (await _api.LogInAsync(email)).Expect(HttpStatusCode.OK)["accessToken"]!;
    }

    private int Lines(string level, int number) =>
        _host.Logs.Lines.Count(line => line.StartsWith($"{level} ", StringComparison.Ordinal) && line.Contains($"[{number}]", StringComparison.Ordinal));

    private Task<long> CountAsync(string condition) => _host.Database.ReadAsync<long>($"SELECT count(*) FROM outbox_messages WHERE {condition}");

    private static string[] NewPhones()
    {
        var first = AuthApi.NewPhone();
        return [.. Enumerable.Range(0, 3).Select(i => $"{first[..^1]}{i}")];
    }
}
