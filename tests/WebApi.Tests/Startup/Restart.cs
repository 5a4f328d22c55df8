using System.Net;
using System.Security.Cryptography;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Startup;

/// <summary>Everything that counts is in the database: a process that ends takes nothing with it.</summary>
public sealed class Restart
{
    [Test]
    public async Task Accounts_sessions_challenges_and_signing_keys_outlive_the_process()
    {
        await using var first = await ServiceHost.StartAsync();
        var api = first.Client();
        var person = await api.NewPersonWithSmsFactorAsync();
        var restricted = await api.StartLogInAsync(person);
        var challenge = (await api.SendSecondFactorOtpAsync(restricted)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await api.CodeSentToAsync(person.PhoneNumber, count: 2);
        var phone = AuthApi.NewPhone();
        var proof = await api.ProvePhoneAsync(phone);
        var keys = (await api.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Expect(HttpStatusCode.OK).Body;
        await first.WaitForOutboxAsync();
        await first.StopAsync();

        await using var second = first.StartAnother();
        api = second.Client();

        Assert.That((await api.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Expect(HttpStatusCode.OK).Body, Is.EqualTo(keys));
        Assert.That((await api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK)["email"], Is.EqualTo(person.Email));
        var refreshed = (await api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.OK);
        (await api.GetAccountAsync(refreshed["accessToken"])).Expect(HttpStatusCode.OK);
        var finished = (await api.AuthenticateAsync(restricted, challenge, code)).Expect(HttpStatusCode.OK);
        (await api.GetAccountAsync(finished["accessToken"])).Expect(HttpStatusCode.OK);
        (await api.SignUpAsync(AuthApi.NewEmail(), proof)).Expect(HttpStatusCode.Created);
        Assert.That((await api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("secondFactorRequired"));
    }

    [Test]
    public async Task What_was_ended_stays_ended()
    {
        await using var first = await ServiceHost.StartAsync();
        var (api, email) = (first.Client(), AuthApi.NewEmail());
        (await api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        var login = (await api.LogInAsync(email)).Expect(HttpStatusCode.OK);
        var spent = login["refreshToken"]!;
        var refreshed = (await api.RefreshAsync(spent)).Expect(HttpStatusCode.OK);
        (await api.LogOutAsync(refreshed["accessToken"]!)).Expect(HttpStatusCode.NoContent);
        await first.StopAsync();

        await using var second = first.StartAnother();
        api = second.Client();

        (await api.GetAccountAsync(login["accessToken"])).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await api.RefreshAsync(refreshed["refreshToken"]!)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Test]
    public async Task A_message_that_was_queued_when_the_process_ended_is_sent_by_the_next_one()
    {
        await using var first = await ServiceHost.StartAsync();
        var (api, phone) = (first.Client(), AuthApi.NewPhone());
        first.Plivo.Behaviour = TestKit.Plivo.PlivoBehaviours.Answer(429, "");
        var challenge = (await api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        await first.Plivo.WaitForMessageAsync(phone);
        await HoldAsync(first);
        await first.StopAsync();

        first.Plivo.Behaviour = TestKit.Plivo.PlivoBehaviours.Accept;
        await first.Database.ExecuteAsync("UPDATE outbox_messages SET due_at = now()");
        var refused = first.Plivo.Messages.Count;
        await using var second = first.StartAnother();

        var code = await second.Client().CodeSentToAsync(phone, refused + 1);
        (await second.Client().VerifyOtpAsync(challenge, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task The_tables_are_the_same_before_and_after()
    {
        await using var first = await ServiceHost.StartAsync();
        await first.Client().NewPersonAsync();
        await first.WaitForOutboxAsync();
        await first.StopAsync();
        var before = await TableImage.TakeAsync(first.Database);

        await using var second = first.StartAnother();
        (await second.Client().SendAsync(HttpMethod.Get, "/health/ready")).Expect(HttpStatusCode.OK);

        Assert.That(await TableImage.TakeAsync(first.Database), Is.EqualTo(before), "no second signing key, no second key ring");
    }

    [Test]
    public async Task With_another_master_key_nothing_starts()
    {
        await using var first = await ServiceHost.StartAsync();
        await first.StopAsync();

        var other = $"other:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";

        Assert.That(FailingStart.SentencesOf(first, "Security:MasterKey", other), Has.Some.Contains("Security:MasterKey").And.None.Contains(other[6..]));
    }

    /// <summary>The gateway did not take the message, so it waits for another attempt: that one is put off until somebody asks for it.</summary>
    private static async Task HoldAsync(ServiceHost host)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (await host.Database.ExecuteAsync("UPDATE outbox_messages SET due_at = now() + interval '1 hour' WHERE state = 1 AND attempts > 0") == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
