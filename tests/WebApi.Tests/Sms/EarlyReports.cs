using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;
using Npgsql;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>Reports that overtake the answer to the send, and reports that belong to nobody.</summary>
public sealed class EarlyReports
{
    private Webhooks _webhooks;

    [SetUp]
    public async Task Start() => _webhooks = await Webhooks.StartAsync();

    [TearDown]
    public ValueTask Stop() => _webhooks?.DisposeAsync() ?? default;

    [TestCase("delivered", "delivered", "sent", "queued")]
    [TestCase("delivered", "queued", "sent", "delivered")]
    [TestCase("undelivered", "sent", "undelivered", "undelivered")]
    public async Task Reports_before_the_answer_of_the_send_take_effect_after_it(string final, params string[] statuses)
    {
        _webhooks.Host.Plivo.Behaviour = PlivoBehaviours.Before(
            async message =>
            {
                foreach (var status in statuses)
                {
                    await _webhooks.ReportAsync(message, status);
                }
            },
            PlivoBehaviours.Accept);

        var (challenge, _) = await _webhooks.SendCodeAsync();

        await _webhooks.WaitForDeliveryAsync(challenge, final);
        await _webhooks.WaitForCountAsync("early_reports", 0);
    }

    [Test]
    public async Task A_report_whose_reading_is_overtaken_by_the_answer_is_joined_all_the_same()
    {
        var answer = new TaskCompletionSource();
        _webhooks.Host.Plivo.Behaviour = PlivoBehaviours.After(answer.Task, PlivoBehaviours.Accept);
        var (challenge, message) = await _webhooks.AskForCodeAsync();

        Task<Answer> report;
        await using (await HeldAsync("LOCK TABLE early_reports IN SHARE MODE"))
        {
            // It has looked for its message and found none, and cannot store itself yet.
            report = _webhooks.SendAsync(_webhooks.Plivo.Report(message, "delivered"));
            await UntilSomebodyWaitsAsync("INSERT INTO early_reports");
            answer.SetResult();
            await _webhooks.WaitForDeliveryAsync(challenge, "sent");
        }

        (await report).Expect(HttpStatusCode.OK);
        await _webhooks.WaitForDeliveryAsync(challenge, "delivered");
    }

    [Test]
    public async Task A_report_that_comes_while_the_answer_is_being_stored_is_joined_all_the_same()
    {
        var phone = AuthApi.NewPhone();
        await _webhooks.AskForCodeAsync(phone);
        await _webhooks.Host.WaitForOutboxAsync();
        _webhooks.Host.Clock.Advance(TimeSpan.FromSeconds(31));

        var sent = "";
        await using (await HeldAsync($"SELECT FROM otp_challenges WHERE phone = '{phone}' FOR UPDATE"))
        {
            // The outcome is written but for the older code's end, and so not committed.
            sent = (await _webhooks.Api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
            var message = await _webhooks.Host.Plivo.WaitForMessageAsync(phone, 2);
            await UntilSomebodyWaitsAsync("otp_challenges");
            await _webhooks.ReportAsync(message, "delivered");
            Assert.That(await _webhooks.CountAsync("early_reports"), Is.EqualTo(1));
        }

        await _webhooks.WaitForDeliveryAsync(sent, "delivered");
        await _webhooks.WaitForCountAsync("early_reports", 0);
    }

    [Test]
    public async Task A_report_about_a_strangers_message_ends_after_five_minutes_with_nothing()
    {
        var (_, message) = await _webhooks.SendCodeAsync();
        var outbox = await _webhooks.Host.Database.ReadAsync<string>("SELECT m::text FROM outbox_messages m");

        await _webhooks.ReportAsync(message, "undelivered", ("MessageUUID", Guid.NewGuid().ToString()), ("To", message.To));
        Assert.That(await _webhooks.CountAsync("early_reports"), Is.EqualTo(1));
        _webhooks.Host.Clock.Advance(TimeSpan.FromSeconds(301));

        await _webhooks.WaitForCountAsync("early_reports", 0);
        Assert.That(await _webhooks.Host.Database.ReadAsync<string>("SELECT m::text FROM outbox_messages m"), Is.EqualTo(outbox));
    }

    [Test]
    public async Task No_more_than_ten_thousand_reports_wait()
    {
        await _webhooks.Host.Database.ExecuteAsync(
            "INSERT INTO early_reports (provider_id, sequence, delivery, received_at) SELECT 'x' || n, 1, 2, now() FROM generate_series(1, 9999) n");

        for (var i = 0; i < 3; i++)
        {
            (await _webhooks.SendAsync(_webhooks.Plivo.Report(Webhooks.Url, Guid.NewGuid().ToString(), "delivered"))).Expect(HttpStatusCode.OK);
        }

        Assert.That(await _webhooks.CountAsync("early_reports"), Is.EqualTo(10_000));
        Assert.That(_webhooks.Host.Logs.Lines, Has.Some.Contains("[2121]"));
    }

    // Not whoever: what joins and cleans looks into these tables too, several times a second.
    private async Task UntilSomebodyWaitsAsync(string statement)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (await _webhooks.CountAsync($"pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND strpos(query, '{statement}') > 0") == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task<Held> HeldAsync(string sql)
    {
        var connection = new NpgsqlConnection(_webhooks.Host.Database.OwnerConnectionString);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync();
        return new Held(connection);
    }

    /// <summary>Locks of an open transaction, until this ends.</summary>
    private sealed class Held(NpgsqlConnection connection) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
