using System.Net;
using System.Net.Sockets;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>What the gateway said of a message is known to one node only, for a moment: nothing that happens to it then makes the message unknown.</summary>
public sealed class OutcomesInTrouble
{
    private TaskCompletionSource _gate;
    private ServiceHost _host;
    private AuthApi _api;

    [SetUp]
    public async Task Start()
    {
        _gate = new TaskCompletionSource();
        _host = await ServiceHost.StartAsync(("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Debug"));
        _api = _host.Client();
    }

    [TearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task A_connection_lost_while_the_outcome_is_stored_does_not_make_it_unknown()
    {
        var (older, sent) = await SendTwiceAsync();

        await _host.Database.ChangeWhileItWaitsAsync(
            $"SELECT FROM outbox_messages WHERE challenge_id = '{sent}' FOR UPDATE",
            Answer,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");

        await AssertIsSentAsync(older, sent, "UPDATE outbox_messages");
    }

    [Test]
    public async Task A_deadlock_while_the_outcome_is_stored_does_not_make_it_unknown()
    {
        var (older, sent) = await SendTwiceAsync();

        // The node holds the message and waits for the older challenge; whoever holds that one wants the message, and waits for the victim.
        await _host.Database.ChangeWhileItWaitsAsync(
            $"SELECT FROM otp_challenges WHERE id = '{older}' FOR UPDATE",
            Answer,
            $"SELECT FROM outbox_messages WHERE challenge_id = '{sent}' FOR UPDATE");

        await AssertIsSentAsync(older, sent, "UPDATE otp_challenges");
    }

    [Test]
    public async Task A_node_that_is_told_to_stop_waits_for_the_gateway_and_stores_the_outcome()
    {
        var (_, sent) = await SendTwiceAsync();
        var stopping = await StopAsync();

        Assert.That(await StateAsync(sent), Is.EqualTo(2));
        await Answer();
        await stopping;

        Assert.That(await StateAsync(sent), Is.EqualTo(3));
        Assert.That(_host.Plivo.Messages, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_node_that_is_told_to_stop_gives_back_what_it_could_not_send()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await _host.StopAsync();
        await using var node = _host.StartAnother(("Plivo:BaseUrl", $"https://{silent.LocalEndpoint}"), ("Plivo:TimeoutSeconds", "1"));
        var sent = (await node.Client().SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        await _host.Database.WaitUntilNoneAsync("(SELECT count(*) AS claimed FROM outbox_messages WHERE state = 8) now WHERE claimed = 0");

        await node.StopAsync();

        Assert.That(await StateAsync(sent), Is.EqualTo(1), "no other node has to wait for the lease");
    }

    /// <summary>Two codes for one number; the gateway has the message of the second and does not answer yet.</summary>
    private async Task<(string Older, string Sent)> SendTwiceAsync()
    {
        var phone = AuthApi.NewPhone();
        var older = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        await _host.WaitForOutboxAsync();
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        _host.Plivo.Behaviour = PlivoBehaviours.After(_gate.Task, PlivoBehaviours.Accept);
        var sent = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        await _host.Plivo.WaitForMessageAsync(phone, count: 2);
        return (older, sent);
    }

    private Task Answer()
    {
        _gate.SetResult();
        return Task.CompletedTask;
    }

    /// <summary>Returns when the host has begun to stop; the inner task ends with it.</summary>
    private async Task<Task> StopAsync()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(begun.SetResult);
        var stopping = Task.Run(() => _host.StopAsync().AsTask());
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(15));
        return stopping;
    }

    private async Task AssertIsSentAsync(string older, string sent, string failed)
    {
        await _host.WaitForOutboxAsync();
        Assert.That(_host.Logs.Lines.Where(line => line.Contains("[20102] Failed executing", StringComparison.Ordinal)), Has.One.Contains(failed), "the trouble that was meant");
        Assert.That(await StateAsync(sent), Is.EqualTo(3));
        Assert.That(_host.Plivo.Messages, Has.Count.EqualTo(2));
        Assert.That(await _host.Database.ReadAsync<bool>($"SELECT superseded_at IS NOT NULL FROM otp_challenges WHERE id = '{older}'"), "the older code ends with it");
    }

    private Task<int> StateAsync(string challenge) => _host.Database.ReadAsync<int>($"SELECT state FROM outbox_messages WHERE challenge_id = '{challenge}'");
}
