using System.Net;
using CleanAuth.TestKit;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Login;

/// <summary>Two processes of the built service, with the hash of Production: what one counted the other knows.</summary>
public sealed class TwoProcesses
{
    [Test]
    public async Task The_sixth_try_is_refused_by_both_and_the_count_outlives_one_that_is_killed()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var plivo = await PlivoStub.StartAsync();
        (string, string)[] settings =
            [.. ProductionSettings.Of(database, plivo.BaseUrl, ProductionSettings.NewMasterKey()), ("Budgets:Passwords:FirstDelaySeconds", "300")];
        await using var first = await ServiceProcess.StartAsync(typeof(Program).Assembly.Location, settings);
        await using var second = await ServiceProcess.StartAsync(typeof(Program).Assembly.Location, settings);
        AuthApi[] nodes = [Client(plivo, first), Client(plivo, second)];
        var email = AuthApi.NewEmail();
        (await nodes[0].SignUpAsync(email)).Expect(HttpStatusCode.Created);

        var answers = await AtOnce.SendAsync(12, i => nodes[i % 2].LogInAsync(email, Guessing.Wrong));

        Assert.That(answers.Count(answer => answer.Code == "invalid_credentials"), Is.EqualTo(5));
        Assert.That(answers.Count(answer => answer.Code == "password_throttled"), Is.EqualTo(7));
        (await nodes[0].LogInAsync(email)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");
        await first.KillAsync();
        (await nodes[1].LogInAsync(email)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");
    }

    private static AuthApi Client(PlivoStub plivo, ServiceProcess node) => new(plivo, new HttpClient { BaseAddress = node.BaseAddress });
}
