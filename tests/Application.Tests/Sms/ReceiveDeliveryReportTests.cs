using CleanAuth.Application.Sms;
using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using Moq;

namespace CleanAuth.Application.Tests.Sms;

public sealed class ReceiveDeliveryReportTests
{
    private static readonly GatewayCall s_call = new("secret", "POST", "/target", [], new Dictionary<string, string>());
    private static readonly SignedCall s_signed = new(new byte[32], new byte[32], CoversForm: true);
    private static readonly DeliveryReport s_report = new("id", 1, ReportedDelivery.Delivered, null, new Money(5500));

    private readonly Mock<IGatewayCalls> _calls = new(MockBehavior.Strict);
    private readonly Mock<IGatewayNonces> _nonces = new(MockBehavior.Strict);
    private readonly Mock<IDeliveryReports> _reports = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();

    private static IEnumerable<Error> Refusals() => [SmsErrors.NoSuchWebhook, SmsErrors.SignatureInvalid];

    [TestCaseSource(nameof(Refusals))]
    public async Task A_call_that_is_not_verified_asks_nothing_more(Error refusal)
    {
        _calls.Setup(c => c.Verify(s_call)).Returns(refusal);

        Assert.That((await ReceiveAsync()).Error, Is.EqualTo(refusal));
        Assert.That(_transactions.Committed + _transactions.RolledBack, Is.Zero);
    }

    [Test]
    public async Task A_new_report_is_recorded_in_the_transaction_of_its_nonce()
    {
        Comes(NonceUse.First, s_report);
        _reports.Setup(r => r.RecordAsync(s_report, _clock.Now, Some.Ct)).Returns(Task.CompletedTask).Callback(() => Assert.That(_transactions.IsRunning)).Verifiable(Times.Once);

        Assert.That((await ReceiveAsync()).IsSuccess);
        _reports.Verify();
        Assert.That(_transactions.Committed, Is.EqualTo(1));
    }

    [Test]
    public async Task A_repeated_report_is_a_success_without_effect()
    {
        Comes(NonceUse.Repeated, s_report);

        Assert.That((await ReceiveAsync()).IsSuccess);
    }

    [Test]
    public async Task A_nonce_with_another_content_is_refused_and_rolled_back()
    {
        Comes(NonceUse.Abused, s_report);

        Assert.That((await ReceiveAsync()).Error, Is.EqualTo(SmsErrors.SignatureInvalid));
        Assert.That(_transactions.RolledBack, Is.EqualTo(1));
    }

    [Test]
    public async Task A_call_that_says_nothing_of_a_message_is_a_success_without_effect()
    {
        Comes(NonceUse.First, null);

        Assert.That((await ReceiveAsync()).IsSuccess);
    }

    private void Comes(NonceUse use, DeliveryReport? report)
    {
        _calls.Setup(c => c.Verify(s_call)).Returns(s_signed);
        _calls.Setup(c => c.ReadReport(s_call)).Returns(report);
        _nonces.Setup(n => n.UseAsync(s_signed, _clock.Now, Some.Ct)).ReturnsAsync(use);
    }

    private Task<Result<Done>> ReceiveAsync() =>
        new ReceiveDeliveryReportHandler(_calls.Object, _nonces.Object, _reports.Object, _transactions, _clock).Handle(new ReceiveDeliveryReportCommand(s_call), Some.Ct);
}
