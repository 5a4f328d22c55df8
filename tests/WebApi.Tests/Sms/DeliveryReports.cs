using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Sms;

/// <summary>What reports do to the message that they name, in whatever order and number they come (attacks 54 and 55).</summary>
public sealed class DeliveryReports
{
    private Webhooks _webhooks;

    [OneTimeSetUp]
    public async Task Start() => _webhooks = await Webhooks.StartAsync();

    [OneTimeTearDown]
    public ValueTask Stop() => _webhooks?.DisposeAsync() ?? default;

    [Test]
    public async Task A_message_tells_Plivo_where_to_report()
    {
        var (_, message) = await _webhooks.SendCodeAsync();

        Assert.That(message.Fields["url"], Is.EqualTo(Webhooks.Url));
        Assert.That(message.Fields["method"], Is.EqualTo("POST"));
    }

    [Test]
    public async Task Without_the_settings_no_message_asks_for_reports_and_there_is_no_webhook()
    {
        await using var host = await ServiceHost.StartAsync();
        var (api, phone) = (host.Client(), AuthApi.NewPhone());
        (await api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        var message = await host.Plivo.WaitForMessageAsync(phone);

        Assert.That(message.Fields.Keys, Has.None.EqualTo("url").And.None.EqualTo("method"));
        foreach (var url in new[] { Webhooks.Url, $"{Webhooks.BaseUrl}/api/v1/webhooks/plivo/messages/x" })
        {
            (await api.SendAsync(_webhooks.Plivo.Report(url, message.Uuid, "delivered").ToRequest())).Expect(HttpStatusCode.NotFound, "not_found");
        }
    }

    [TestCase("queued", null, "sent", null)]
    [TestCase("sent", null, "sent", null)]
    [TestCase("delivered", "000", "delivered", null)]
    [TestCase("undelivered", "070", "undelivered", "number")]
    [TestCase("undelivered", "90", "undelivered", "country")]
    [TestCase("undelivered", "200", "undelivered", "optedOut")]
    [TestCase("undelivered", null, "undelivered", "gateway")]
    [TestCase("failed", "900", "failed", "gateway")]
    [TestCase("failed", "50", "failed", "number")]
    [TestCase("rejected", "451", "failed", "gateway")]
    [TestCase("read", null, "sent", null)]
    public async Task A_client_sees_what_was_reported(string status, string? code, string delivery, string? reason)
    {
        var (challenge, message) = await _webhooks.SendCodeAsync();

        await _webhooks.ReportAsync(message, status, code is null ? [] : [("ErrorCode", code)]);

        var state = await _webhooks.StatusAsync(challenge);
        Assert.That(state["delivery"], Is.EqualTo(delivery));
        Assert.That(state["reason"], Is.EqualTo(reason));
        Assert.That(state["nextChannel"], Is.Null, "nothing but SMS is offered here");
    }

    [Test]
    public async Task A_final_state_stays_whatever_comes_later(
        [Values("delivered", "undelivered", "failed")] string final, [Values("queued", "sent", "delivered", "undelivered", "failed", "rejected")] string later)
    {
        var (challenge, message) = await _webhooks.SendCodeAsync();
        await _webhooks.ReportAsync(message, final, ("ErrorCode", "70"));
        var row = await RowAsync(message);

        await _webhooks.ReportAsync(message, later, ("ErrorCode", "90"));

        Assert.That((await _webhooks.StatusAsync(challenge))["delivery"], Is.EqualTo(final));
        Assert.That(await RowAsync(message), Is.EqualTo(row));
    }

    [Test]
    public async Task Every_order_of_reports_gives_the_same_state_also_when_each_comes_twice([Values("delivered", "undelivered")] string final)
    {
        foreach (var order in Orders("queued", "sent", final))
        {
            var (challenge, message) = await _webhooks.SendCodeAsync();
            var reports = order.Select(status => _webhooks.Plivo.Report(message, status, ("ErrorCode", "80"))).ToList();

            foreach (var report in reports.Concat(reports).Concat(reports.AsEnumerable().Reverse()))
            {
                (await _webhooks.SendAsync(report)).Expect(HttpStatusCode.OK);
            }

            Assert.That((await _webhooks.StatusAsync(challenge))["delivery"], Is.EqualTo(final), string.Join(' ', order));
        }
    }

    [Test]
    public async Task Many_reports_at_once_from_two_nodes_give_the_state_of_the_final_one()
    {
        await using var other = Webhooks.On(_webhooks.Host);
        var (challenge, message) = await _webhooks.SendCodeAsync();
        string[] statuses = ["queued", "sent", "delivered"];
        var reports = Enumerable.Range(0, 30).Select(i => _webhooks.Plivo.Report(message, statuses[i % 3])).ToList();

        var answers = await AtOnce.SendAsync(60, i => (i % 2 == 0 ? _webhooks : other).SendAsync(reports[i / 2]));

        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That((await _webhooks.StatusAsync(challenge))["delivery"], Is.EqualTo("delivered"));
    }

    [Test]
    public async Task Reports_that_contradict_each_other_at_once_leave_one_of_them_for_good()
    {
        var (challenge, message) = await _webhooks.SendCodeAsync();
        string[] statuses = ["delivered", "undelivered", "failed"];

        await AtOnce.SendAsync(30, i => _webhooks.SendAsync(_webhooks.Plivo.Report(message, statuses[i % 3])));
        var settled = await RowAsync(message);
        await AtOnce.SendAsync(30, i => _webhooks.SendAsync(_webhooks.Plivo.Report(message, statuses[i % 3])));

        Assert.That((await _webhooks.StatusAsync(challenge))["delivery"], Is.AnyOf("delivered", "undelivered", "failed"));
        Assert.That(await RowAsync(message), Is.EqualTo(settled));
    }

    [Test]
    public async Task A_report_moves_the_message_that_its_UUID_names_whatever_To_and_From_say()
    {
        var (mine, theirs) = (await _webhooks.SendCodeAsync(), await _webhooks.SendCodeAsync());
        var before = await RowAsync(theirs.Message);

        await _webhooks.ReportAsync(mine.Message, "undelivered", ("To", theirs.Message.To), ("From", theirs.Message.To), ("ParentMessageUUID", theirs.Message.Uuid));

        Assert.That((await _webhooks.StatusAsync(mine.Challenge))["delivery"], Is.EqualTo("undelivered"));
        Assert.That(await RowAsync(theirs.Message), Is.EqualTo(before));
    }

    [TestCase("")]
    [TestCase("' OR ''='")]
    [TestCase("a\0b")]
    [TestCase("%")]
    public async Task A_signed_report_that_names_no_message_is_taken_and_does_nothing(string uuid)
    {
        var (_, message) = await _webhooks.SendCodeAsync();
        var before = await OutboxAsync();

        (await _webhooks.SendAsync(_webhooks.Plivo.Report(message, "delivered", ("MessageUUID", uuid)))).Expect(HttpStatusCode.OK);

        Assert.That(await OutboxAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task The_answer_has_no_body()
    {
        var (_, message) = await _webhooks.SendCodeAsync();

        Assert.That((await _webhooks.SendAsync(_webhooks.Plivo.Report(message, "sent"))).Expect(HttpStatusCode.OK).Body, Is.Empty);
    }

    [Test]
    public async Task The_reason_is_a_word_of_ours_and_never_what_came()
    {
        var (_, message) = await _webhooks.SendCodeAsync();

        await _webhooks.ReportAsync(message, "undelivered", ("ErrorCode", new string('7', 500)));

        Assert.That(await _webhooks.Host.Database.ReadAsync<string>($"SELECT reason FROM outbox_messages WHERE provider_id = '{message.Uuid}'"), Is.EqualTo("other_error"));
    }

    private static IEnumerable<string[]> Orders(params string[] statuses) =>
        statuses.Length < 2 ? [statuses] : statuses.SelectMany((first, i) => Orders([.. statuses.Where((_, j) => j != i)]).Select(rest => (string[])[first, .. rest]));

    private Task<string> RowAsync(ReceivedMessage message) =>
        _webhooks.Host.Database.ReadAsync<string>($"SELECT m::text FROM outbox_messages m WHERE provider_id = '{message.Uuid}'");

    private Task<string> OutboxAsync() => _webhooks.Host.Database.ReadAsync<string>("SELECT string_agg(m::text, ',' ORDER BY id) FROM outbox_messages m");
}
