using CleanAuth.Application.Spend;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Spend;
using Moq;

namespace CleanAuth.Application.Tests.Spend;

public sealed class SmsOperationTests
{
    private readonly Mock<ISmsSwitch> _switch = new(MockBehavior.Strict);
    private readonly Mock<ISmsUsage> _usage = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();

    [TestCase(true, SecurityEvent.SmsSwitchedOff)]
    [TestCase(false, SecurityEvent.SmsSwitchedOn)]
    public async Task The_kill_switch_is_set_and_recorded_together(bool enabled, SecurityEvent recorded)
    {
        _switch.Setup(s => s.SetAsync(enabled, _clock.Now, Some.Ct)).Callback(() => Assert.That(_transactions.IsRunning)).Returns(Task.CompletedTask).Verifiable(Times.Once);
        _audit.Expects(recorded, _clock.Now);

        var set = await new SetSmsKillSwitchHandler(_switch.Object, _audit.Object, _transactions, _clock).Handle(new SetSmsKillSwitchCommand(enabled), Some.Ct);

        Assert.That((set.IsSuccess, _transactions.Committed), Is.EqualTo((true, 1)));
        Mock.VerifyAll(_switch, _audit);
    }

    [TestCase(1, "2026-03-01")]
    [TestCase(7, "2026-02-23")]
    public async Task Usage_of_so_many_days_counts_today(int days, string first)
    {
        var refused = new Dictionary<string, long> { ["breaker"] = 3 };
        _usage.Setup(u => u.ReadAsync(DateOnly.Parse(first, System.Globalization.CultureInfo.InvariantCulture), Some.Ct))
            .ReturnsAsync([new SpendDay(new DateOnly(2026, 3, 1), "44", 10, 8, 7, Money.Of(0.5m), refused)]);

        var usage = await new GetSmsUsageHandler(_usage.Object, _clock).Handle(new GetSmsUsageQuery(days), Some.Ct);

        Assert.That(usage.Value.Items, Is.EqualTo(new[] { new SmsUsageOfDay(new DateOnly(2026, 3, 1), "44", 10, 8, 7, 0.5m, refused) }));
    }
}
