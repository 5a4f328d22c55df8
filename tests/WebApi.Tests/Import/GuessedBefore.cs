using System.Net;
using CleanAuth.TestKit.Import;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Login;

namespace CleanAuth.WebApi.Tests.Import;

public sealed class GuessedBefore
{
    private const string Stranger = "198.18.0.1";

    [Test]
    public async Task Somebody_who_moves_in_begins_without_what_strangers_tried_on_the_e_mail_before()
    {
        await using var host = await ServiceHost.StartAsync(Guessing.Settings);
        var (api, email) = (host.Client(), AuthApi.NewEmail());
        await api.FailAsync(Stranger, email, times: 1);
        await host.HadFailuresAsync(100);
        (await api.LogInFromAsync(Stranger, email)).Expect(HttpStatusCode.TooManyRequests, "password_throttled");

        Assert.That(await host.ImportAsync(Lines.Of(email)), Is.EqualTo((0, "imported 1, already there 0, refused 0", "")));

        (await api.LogInFromAsync("198.18.9.9", email, HashVector.Cheap.Password)).Expect(HttpStatusCode.OK);
    }
}
