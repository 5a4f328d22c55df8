using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CleanAuth.Domain.Sms;
using CleanAuth.TestKit.Plivo;

namespace CleanAuth.Infrastructure.Tests.Sms;

internal sealed class A_message_to_Plivo
{
    [Test]
    public async Task Is_one_POST_to_the_account_with_the_slash_at_the_end()
    {
        var received = await SendAsync();

        Assert.That(received.Method, Is.EqualTo("POST"));
        Assert.That(received.Path, Is.EqualTo($"/v1/Account/{GatewayHost.AuthId}/Message/"));
    }

    [Test]
    public async Task Keeps_a_path_in_the_base_address_with_or_without_a_slash([Values("/gateway", "/gateway/")] string path)
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl + path);

        await host.SendAsync();

        Assert.That(stub.Messages.Single().Path, Is.EqualTo($"/gateway/v1/Account/{GatewayHost.AuthId}/Message/"));
    }

    [Test]
    public async Task Has_these_members_and_no_other()
    {
        var received = await SendAsync("123456 is your Example code (K7). ¡Señor 😀!\n@auth.example.com #123456");

        using var body = JsonDocument.Parse(received.Body);
        Assert.That(body.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.GetString())), Is.EqualTo(new[]
        {
            ("src", "14155550199"),
            ("dst", "447700900123"),
            ("text", "123456 is your Example code (K7). ¡Señor 😀!\n@auth.example.com #123456"),
            ("type", "sms"),
            ("log", "false"),
        }));
        Assert.That(received.Code, Is.EqualTo("123456"));
    }

    [Test]
    public async Task Has_these_headers_and_no_other_even_inside_a_trace()
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C);
        activity.AddBaggage("account", "42");
        activity.TraceStateString = "vendor=1";
        activity.Start();

        var received = await SendAsync();

        Assert.That(received.Headers.Keys, Is.EquivalentTo(new[] { "Host", "Authorization", "Accept", "User-Agent", "Content-Type", "Content-Length" }));
        Assert.That(received.Headers["Content-Type"], Is.EqualTo("application/json"));
        Assert.That(received.Headers["Accept"], Is.EqualTo("application/json"));
        Assert.That(received.Headers["User-Agent"], Is.EqualTo("CleanAuth"));
    }

    [Test]
    public async Task Shows_id_and_token_as_basic_credentials()
    {
        var received = await SendAsync();

        var sent = AuthenticationHeaderValue.Parse(received.Headers["Authorization"]);
        Assert.That(sent.Scheme, Is.EqualTo("Basic"));
        Assert.That(Encoding.ASCII.GetString(Convert.FromBase64String(sent.Parameter!)), Is.EqualTo($"{GatewayHost.AuthId}:{GatewayHost.AuthToken}"));
    }

    [Test]
    public async Task Carries_no_cookie_that_an_earlier_answer_set()
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl);
        stub.Behaviour = (context, message, stopping) =>
        {
            context.Response.Headers.SetCookie = "session=1; Path=/";
            return PlivoBehaviours.Accept(context, message, stopping);
        };

        await host.SendAsync();
        await host.SendAsync();

        Assert.That(stub.Messages, Has.Count.EqualTo(2));
        Assert.That(stub.Messages[1].Headers.Keys, Has.None.EqualTo("Cookie"));
    }

    [Test]
    public async Task Ignores_a_proxy_that_the_environment_names()
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var proxy = await PlivoStub.StartAsync();
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new System.Net.WebProxy(proxy.BaseUrl);
        try
        {
            await using var host = await GatewayHost.StartAsync(stub.BaseUrl);
            await host.SendAsync();
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        Assert.That(proxy.Messages, Is.Empty);
        Assert.That(stub.Messages, Has.Count.EqualTo(1));
    }

    private static async Task<ReceivedMessage> SendAsync(string text = "Hello")
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl);

        var outcome = await host.SendAsync(text);

        var received = stub.Messages.Single();
        Assert.That(outcome, Is.EqualTo(new SendOutcome(SendOutcomeKind.Accepted, received.Uuid)));
        return received;
    }
}
