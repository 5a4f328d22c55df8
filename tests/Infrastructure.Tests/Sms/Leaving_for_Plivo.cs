using System.Net;
using System.Net.Sockets;
using System.Text;
using CleanAuth.Domain.Sms;
using CleanAuth.TestKit.Plivo;

namespace CleanAuth.Infrastructure.Tests.Sms;

/// <summary>What a message writes down before it leaves: only that lets others tell, after a crash, whether it can have been sent.</summary>
internal sealed class Leaving_for_Plivo
{
    private static readonly SendOutcome s_notSent = new(SendOutcomeKind.NotSent, Reason: "unreachable");

    [Test]
    public async Task Happens_once_for_a_message_and_before_Plivo_sees_it()
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl);
        var seen = new List<int>();

        var outcome = await host.SendAsync(leave: _ =>
        {
            seen.Add(stub.Messages.Count);
            return Task.FromResult(true);
        });

        Assert.That(outcome.Kind, Is.EqualTo(SendOutcomeKind.Accepted));
        Assert.That(seen, Is.EqualTo([0]));
        Assert.That(stub.Messages, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Refused_puts_nothing_of_the_message_on_the_wire() =>
        Assert.That(await BytesOnTheWireAsync(_ => Task.FromResult(false)), Does.Not.Contain("only-in-the-text").And.Not.Contain("{"));

    [Test]
    public async Task Failed_puts_nothing_of_the_message_on_the_wire() =>
        Assert.That(await BytesOnTheWireAsync(_ => throw new IOException("The database is away.")), Does.Not.Contain("only-in-the-text").And.Not.Contain("{"));

    [Test]
    public async Task That_takes_longer_than_the_time_out_puts_nothing_of_the_message_on_the_wire() =>
        Assert.That(
            await BytesOnTheWireAsync(
                async ct =>
                {
                    // Never answers: only the time-out ends it.
                    await Task.Delay(Timeout.InfiniteTimeSpan, ct);
                    return true;
                },
                timeoutSeconds: 1),
            Does.Not.Contain("only-in-the-text").And.Not.Contain("{"));

    [Test]
    public async Task Is_not_asked_for_when_the_connection_cannot_be_made()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var endpoint = closed.LocalEndpoint;
        closed.Stop();

        await AssertIsNotAskedAsync($"http://{endpoint}");
    }

    [Test]
    public async Task Is_not_asked_for_when_the_handshake_is_never_finished()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await AssertIsNotAskedAsync($"https://{silent.LocalEndpoint}");
    }

    private static async Task AssertIsNotAskedAsync(string address)
    {
        await using var host = await GatewayHost.StartAsync(address, timeoutSeconds: 1);
        var asked = 0;

        var outcome = await host.SendAsync(leave: _ => Task.FromResult(++asked > 0));

        Assert.That(outcome, Is.EqualTo(s_notSent));
        Assert.That(asked, Is.Zero);
    }

    /// <summary>Everything that came before the connection ended, of a message that was not sent.</summary>
    private static async Task<string> BytesOnTheWireAsync(Func<CancellationToken, Task<bool>> leave, int timeoutSeconds = 10)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var host = await GatewayHost.StartAsync($"http://{listener.LocalEndpoint}", timeoutSeconds);
        var wire = ReadAsync(listener);

        Assert.That(await host.SendAsync("only-in-the-text", leave: leave), Is.EqualTo(s_notSent));

        return await wire.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static async Task<string> ReadAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var received = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(received);
        }
        catch (IOException)
        {
            // Reset instead of closed; what came before counts.
        }

        return Encoding.Latin1.GetString(received.ToArray());
    }
}
