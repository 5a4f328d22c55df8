using System.Text;
using CleanAuth.TestKit.Plivo;

namespace CleanAuth.Infrastructure.Tests.Sms;

internal sealed class The_log_of_the_gateway
{
    private const string Text = "271828 is your Example code (K7).\n@auth.example.com #271828";
    private const string GatewaysWords = "words-of-the-gateway";

    [Test]
    public async Task Holds_no_secret_whatever_happens()
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl);
        PlivoBehaviour[] behaviours =
        [
            PlivoBehaviours.Accept,
            PlivoBehaviours.Reset,
            PlivoBehaviours.Endless(),
            PlivoBehaviours.Raw($"{GatewaysWords} {Text}\r\n\r\n"),
            .. new[] { 200, 202, 302, 400, 401, 402, 403, 404, 429, 500 }.Select(status => PlivoBehaviours.Answer(status, Echo)),
        ];

        foreach (var behaviour in behaviours)
        {
            stub.Behaviour = behaviour;
            await host.SendAsync(Text);
        }

        string[] secrets =
        [
            GatewayHost.AuthToken, GatewayHost.AuthId, Convert.ToBase64String(Encoding.ASCII.GetBytes($"{GatewayHost.AuthId}:{GatewayHost.AuthToken}")),
            "Basic", "271828", "is your Example code", "447700900123", GatewaysWords,
        ];
        var lines = host.Log.Lines;
        Assert.That(lines.Where(line => line.Contains(" 200", StringComparison.Ordinal)).Count(), Is.EqualTo(behaviours.Length), "one line for each attempt");
        Assert.That(lines.Where(line => secrets.Any(secret => line.Contains(secret, StringComparison.OrdinalIgnoreCase))), Is.Empty);
    }

    [TestCase(202, "Information", 2000)]
    [TestCase(400, "Warning", 2001)]
    [TestCase(403, "Warning", 2001)]
    [TestCase(401, "Error", 2002)]
    [TestCase(402, "Error", 2002)]
    [TestCase(404, "Error", 2002)]
    [TestCase(302, "Error", 2002)]
    [TestCase(429, "Warning", 2003)]
    [TestCase(500, "Warning", 2004)]
    public async Task Says_what_became_of_which_message(int status, string level, int number)
    {
        await using var stub = await PlivoStub.StartAsync();
        await using var host = await GatewayHost.StartAsync(stub.BaseUrl);
        stub.Behaviour = status == 202 ? PlivoBehaviours.Accept : PlivoBehaviours.Answer(status, "");
        var id = Guid.CreateVersion7();

        await host.SendAsync(id: id);

        Assert.That(host.Log.Lines, Has.Exactly(1).StartsWith($"{level} CleanAuth.Infrastructure.Sms.PlivoSmsGateway {number} SMS {id} to ***23 "));
    }

    private static string Echo => $$"""{"error":"{{GatewaysWords}} {{GatewayHost.AuthToken}}","invalid_number":["{{GatewaysWords}}"]}""";
}
