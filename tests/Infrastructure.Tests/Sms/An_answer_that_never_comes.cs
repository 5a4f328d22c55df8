using CleanAuth.Domain.Sms;
using CleanAuth.TestKit.Plivo;

namespace CleanAuth.Infrastructure.Tests.Sms;

internal sealed class An_answer_that_never_comes
{
    [Test]
    public async Task Because_Plivo_hangs_means_unknown() =>
        Assert.That(await TimeOutAsync(PlivoBehaviours.Hang), Is.EqualTo(Unknown("timeout")));

    [Test]
    public async Task Because_its_body_trickles_means_unknown() =>
        Assert.That(await TimeOutAsync(PlivoBehaviours.Slow), Is.EqualTo(Unknown("timeout")));

    [Test]
    public async Task Because_the_connection_was_reset_means_unknown() =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Reset), Is.EqualTo(Unknown("connection_lost")));

    [TestCase("")]
    [TestCase("HTTP/1.1 202 Acc")]
    [TestCase("HTTP/1.1 202 Accepted\r\nContent-Length: 500\r\n\r\n{\"message_uuid\":[\"1\"]}")]
    [TestCase("HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}")]
    public async Task Because_the_connection_ended_early_means_unknown(string soFar) =>
        Assert.That(await AnswerAsync(PlivoBehaviours.Raw(soFar)), Is.EqualTo(Unknown("connection_lost")));

    [Test]
    public async Task Because_a_reused_connection_was_reset_means_unknown_and_no_second_try()
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl);
        var connections = new List<string>();
        stub.Behaviour = (context, message, stopping) =>
        {
            connections.Add(context.Connection.Id);
            return (connections.Count == 1 ? PlivoBehaviours.Accept : PlivoBehaviours.Reset)(context, message, stopping);
        };

        await host.SendAsync();
        var outcome = await host.SendAsync();

        Assert.That(outcome, Is.EqualTo(Unknown("connection_lost")));
        Assert.That(stub.Messages, Has.Count.EqualTo(2));
        Assert.That(connections.Distinct().Count(), Is.EqualTo(1), "connections");
    }

    [Test]
    public async Task Because_the_caller_gave_up_after_the_request_left_means_unknown()
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl);
        stub.Behaviour = PlivoBehaviours.Hang;
        using var shutdown = new CancellationTokenSource();

        var sending = host.SendAsync(ct: shutdown.Token);
        await stub.WaitForMessageAsync(GatewayHost.To);
        await shutdown.CancelAsync();

        Assert.That(await sending, Is.EqualTo(Unknown("cancelled")));
        Assert.That(stub.Messages, Has.Count.EqualTo(1));
    }

    private static SendOutcome Unknown(string reason) => new(SendOutcomeKind.Unknown, Reason: reason);

    private static async Task<SendOutcome> AnswerAsync(PlivoBehaviour behaviour)
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl);
        stub.Behaviour = behaviour;

        var outcome = await host.SendAsync();

        Assert.That(stub.Messages, Has.Count.EqualTo(1), "requests");
        return outcome;
    }

    private static async Task<SendOutcome> TimeOutAsync(PlivoBehaviour behaviour)
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl, timeoutSeconds: 1);

        // Opens the connection, so that the second belongs to the answer however busy the machine is.
        await host.SendAsync();
        stub.Behaviour = behaviour;
        var before = stub.Messages.Count;
        var outcome = await host.SendAsync();

        Assert.That(stub.Messages, Has.Count.EqualTo(before + 1), "requests");
        return outcome;
    }
}
