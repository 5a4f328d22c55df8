using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CleanAuth.Domain.Sms;
using CleanAuth.TestKit.Plivo;

namespace CleanAuth.Infrastructure.Tests.Sms;

internal sealed class A_Plivo_that_cannot_be_reached
{
    private static readonly SendOutcome s_notSent = new(SendOutcomeKind.NotSent, Reason: "unreachable");

    [Test]
    public async Task Because_the_port_is_closed_got_nothing()
    {
        using var listener = Listen();
        var address = $"http://{listener.LocalEndpoint}";
        listener.Stop();
        await using var host = await GatewayHost.StartAsync(address);

        Assert.That(await host.SendAsync(), Is.EqualTo(s_notSent));
        Assert.That(host.Log.Lines, Has.Some.Contains("unreachable (ConnectionError)"));
    }

    [Test]
    public async Task Because_its_name_is_unknown_got_nothing()
    {
        await using var host = await GatewayHost.StartAsync("https://gateway.invalid", timeoutSeconds: 1);

        Assert.That(await host.SendAsync(), Is.EqualTo(s_notSent));
    }

    [Test]
    public async Task Because_nobody_vouches_for_its_certificate_got_nothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = SelfSigned(key);
        await using var stub = await PlivoStub.StartAsync(certificate);
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl);

        Assert.That(await host.SendAsync(), Is.EqualTo(s_notSent));
        Assert.That(host.Log.Lines, Has.Some.Contains("unreachable (SecureConnectionError)"));
        Assert.That(stub.Messages, Is.Empty);
    }

    [Test]
    public async Task Because_it_does_not_speak_TLS_got_nothing()
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl.Replace("http:", "https:", StringComparison.Ordinal));

        Assert.That(await host.SendAsync(), Is.EqualTo(s_notSent));
        Assert.That(stub.Messages, Is.Empty);
    }

    [Test]
    public async Task Because_it_never_finishes_the_handshake_got_nothing()
    {
        using var silent = Listen();
        await using var host = await GatewayHost.StartAsync($"https://{silent.LocalEndpoint}", timeoutSeconds: 1);

        Assert.That(await host.SendAsync(), Is.EqualTo(s_notSent));
    }

    [Test]
    public async Task Lets_a_caller_give_up_during_the_handshake()
    {
        using var silent = Listen();
        await using var host = await GatewayHost.StartAsync($"https://{silent.LocalEndpoint}");
        using var shutdown = new CancellationTokenSource();

        var sending = host.SendAsync(ct: shutdown.Token);
        using var connected = await silent.AcceptTcpClientAsync(shutdown.Token);
        await shutdown.CancelAsync();

        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Lets_a_caller_give_up_before_anything_happened()
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl);

        Assert.That(async () => await host.SendAsync(ct: new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(stub.Messages, Is.Empty);
    }

    // The system completes TCP connections to it; nobody answers them.
    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static X509Certificate2 SelfSigned(ECDsa key)
    {
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
