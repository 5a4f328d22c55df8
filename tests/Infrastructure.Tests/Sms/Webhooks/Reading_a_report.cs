using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Sms.Webhooks;

namespace CleanAuth.Infrastructure.Tests.Sms.Webhooks;

/// <summary>The fields that count, and what is made of everything else.</summary>
internal sealed class Reading_a_report
{
    private const string Id = "0936ec98-7c4c-11e9-9bd8-0626d8e2a5f1";

    [Test]
    public void Takes_name_state_and_cost() =>
        Assert.That(Read([.. SignedCalls.Report.Select(field => $"{field.Key}={field.Value}")]), Is.EqualTo(new DeliveryReport(Id, 2, ReportedDelivery.Delivered, null, new Money(5500))));

    [TestCase("queued", ReportedDelivery.Underway)]
    [TestCase("sent", ReportedDelivery.Underway)]
    [TestCase("delivered", ReportedDelivery.Delivered)]
    [TestCase("undelivered", ReportedDelivery.Undelivered)]
    [TestCase("failed", ReportedDelivery.Failed)]
    [TestCase("rejected", ReportedDelivery.Failed)]
    public void Knows_the_state(string status, ReportedDelivery delivery) => Assert.That(Read($"MessageUUID={Id}", $"Status={status}")?.Delivery, Is.EqualTo(delivery));

    [TestCase("Status=delivered")]
    [TestCase("MessageUUID=", "Status=delivered")]
    [TestCase("MessageUUID=a b", "Status=delivered")]
    [TestCase($"MessageUUID={Id}")]
    [TestCase($"MessageUUID={Id}", "Status=read")]
    [TestCase($"MessageUUID={Id}", "Status=Delivered")]
    [TestCase($"MessageUUID={Id}", "MessageUUID=another", "Status=delivered")]
    [TestCase($"MessageUUID={Id}", "Status=delivered", "Status=sent")]
    public void Gives_nothing_when_it_names_no_message_or_no_state(params string[] fields) => Assert.That(Read(fields), Is.Null);

    [Test]
    public void Gives_nothing_for_a_name_that_is_too_long() => Assert.That(Read($"MessageUUID={new string('a', 65)}", "Status=delivered"), Is.Null);

    [TestCase("0.00550", 5500)]
    [TestCase("0", 0)]
    [TestCase("100", 100_000_000)]
    [TestCase("0.0000004", 0)]
    [TestCase("100.000001", null)]
    [TestCase("-0.01", null)]
    [TestCase("+1", null)]
    [TestCase("1,5", null)]
    [TestCase("1e3", null)]
    [TestCase(" 1", null)]
    [TestCase("$1", null)]
    [TestCase("NaN", null)]
    [TestCase("99999999999999999999999999999999", null)]
    [TestCase("", null)]
    public void Reads_the_cost_strictly(string amount, long? micros) =>
        Assert.That(Read($"MessageUUID={Id}", "Status=sent", $"TotalAmount={amount}")!.Cost?.Micros, Is.EqualTo(micros));

    [TestCase("7", 7)]
    [TestCase("-1", 0)]
    [TestCase("many", 0)]
    [TestCase("99999999999", 0)]
    public void Reads_the_sequence(string sequence, int expected) =>
        Assert.That(Read($"MessageUUID={Id}", "Status=sent", $"Sequence={sequence}")!.Sequence, Is.EqualTo(expected));

    [TestCase("10", "message_invalid", DeliveryFailure.Gateway)]
    [TestCase("20", "network_unavailable", DeliveryFailure.Gateway)]
    [TestCase("30", "taken_for_spam", DeliveryFailure.Gateway)]
    [TestCase("40", "sender_invalid", DeliveryFailure.Gateway)]
    [TestCase("50", "invalid_number", DeliveryFailure.Number)]
    [TestCase("60", "routing_loop", DeliveryFailure.Number)]
    [TestCase("70", "number_unavailable", DeliveryFailure.Number)]
    [TestCase("080", "temporarily_unavailable", DeliveryFailure.Gateway)]
    [TestCase("090", "no_route", DeliveryFailure.Country)]
    [TestCase("100", "carrier_blocked", DeliveryFailure.Gateway)]
    [TestCase("110", "message_too_long", DeliveryFailure.Gateway)]
    [TestCase("200", "opted_out", DeliveryFailure.OptedOut)]
    [TestCase("0200", "opted_out", DeliveryFailure.OptedOut)]
    [TestCase("201", "toll_free_refused", DeliveryFailure.Gateway)]
    [TestCase("420", "expired_in_queue", DeliveryFailure.Gateway)]
    [TestCase("451", "fraud_threshold", DeliveryFailure.Gateway)]
    [TestCase("452", "fraud_shield", DeliveryFailure.Gateway)]
    [TestCase("900", "no_credit", DeliveryFailure.Gateway)]
    [TestCase("1000", "unknown_error", DeliveryFailure.Gateway)]
    [TestCase("12345", "other_error", DeliveryFailure.Gateway)]
    [TestCase("<script>", "other_error", DeliveryFailure.Gateway)]
    [TestCase("000", "not_told", DeliveryFailure.Gateway)]
    public void Says_why_it_did_not_arrive(string code, string reason, DeliveryFailure failure)
    {
        var report = Read($"MessageUUID={Id}", "Status=undelivered", $"ErrorCode={code}")!;

        Assert.That(report.Reason, Is.EqualTo(reason));
        Assert.That(DeliveryReason.FailureOf(report.Reason), Is.EqualTo(failure));
        Assert.That(Read($"MessageUUID={Id}", "Status=delivered", $"ErrorCode={code}")!.Reason, Is.Null);
    }

    private static DeliveryReport? Read(params string[] fields) => PlivoReport.Read(new GatewayCall("", "POST", "/", SignedCalls.Fields(fields), SignedCalls.Headers()));
}
