using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Tests.TwoFactor;

public sealed class FactorBarTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void After_a_reset_by_SMS_codes_by_SMS_are_barred_for_24_hours_to_the_tick()
    {
        var bar = FactorBar.AfterReset(Factor.Sms, s_now);

        Assert.That(bar.Judge(Factor.Sms, s_now)!.RetryAfter, Is.EqualTo(TimeSpan.FromHours(24)));
        Assert.That(bar.Judge(Factor.Sms, s_now.AddHours(24).AddTicks(-1)), Is.Not.Null);
        Assert.That(bar.Judge(Factor.Sms, s_now.AddHours(24)), Is.Null);
        Assert.That(bar.Judge(Factor.RecoveryCode, s_now), Is.Null);
        Assert.That(bar.Judge(Factor.Totp, s_now), Is.Null);
    }

    [Test]
    public void After_a_reset_by_recovery_code_no_time_frees_recovery_codes()
    {
        var bar = FactorBar.AfterReset(Factor.RecoveryCode, s_now);

        Assert.That(bar.Judge(Factor.RecoveryCode, s_now.AddYears(1))!.Code, Is.EqualTo("factor_throttled"));
        Assert.That(bar.Judge(Factor.Sms, s_now), Is.Null);
    }
}
