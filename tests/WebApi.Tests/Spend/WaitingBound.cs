using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Spend;

/// <summary>So many messages wait for the gateway; the next is refused before anything is stored, whatever the guard shadows.</summary>
public sealed class WaitingBound
{
    [TestCase("false")]
    [TestCase("true")]
    public async Task Past_the_bound_the_answer_is_503_until_something_left(string shadow)
    {
        await using var host = await ServiceHost.StartAsync(("Sms:MaxWaiting", "10"), ("Sms:Spend:Shadow", shadow));
        await host.Database.ExecuteAsync("""
            INSERT INTO outbox_messages (id, phone, state, attempts, created_at, expires_at, due_at, price_micros)
            SELECT gen_random_uuid(), '+447700900000', 1, 0, now(), now() + interval '1 day', now() + interval '1 day', 0 FROM generate_series(1, 10)
            """);

        var refused = (await host.Client().SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(10)));
        Assert.That(await host.Database.ReadAsync<long>("SELECT count(*) FROM otp_sends"), Is.Zero);
        Assert.That(await host.Database.RefusedAsync("outbox_full"), Is.EqualTo(1));

        await host.Database.ExecuteAsync("UPDATE outbox_messages SET state = 3 WHERE id = (SELECT id FROM outbox_messages LIMIT 1)");
        (await host.Client().SendOtpAsync(AuthApi.NewPhone())).Expect(HttpStatusCode.Accepted);
    }
}
