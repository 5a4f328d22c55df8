using CleanAuth.Application.Login;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain.TwoFactor;
using Moq;

namespace CleanAuth.Application.Tests.TwoFactor;

public sealed class UsableMethodsTests
{
    private static readonly BudgetPolicy s_policy = new();

    private readonly FixedClock _clock = new();

    [Test]
    public async Task What_the_account_has_is_listed_best_first() =>
        Assert.That(await OfAsync(smsFactor: true, totpFactor: true, codesLeft: 1), Is.EqualTo(new LoginMethod[]
        {
            new(SecondFactorMethod.Totp, null), new(SecondFactorMethod.Sms, null), new(SecondFactorMethod.RecoveryCode, null),
        }));

    [TestCase(true, false, new[] { SecondFactorMethod.Sms })]
    [TestCase(false, true, new[] { SecondFactorMethod.Totp })]
    public async Task What_it_has_not_is_not_listed(bool smsFactor, bool totpFactor, SecondFactorMethod[] expected) =>
        Assert.That((await OfAsync(smsFactor, totpFactor, codesLeft: 0)).Select(method => method.Method), Is.EqualTo(expected));

    [Test]
    public async Task A_throttled_factor_tells_when_it_can_be_tried_again()
    {
        var until = _clock.Now.AddSeconds(40);

        Assert.That(await OfAsync(true, false, 0, (Factor.Sms, new FactorBudget(12, until))), Is.EqualTo(new[] { new LoginMethod(SecondFactorMethod.Sms, until) }));
    }

    [Test]
    public async Task A_delay_that_is_over_is_not_told() =>
        Assert.That(await OfAsync(true, false, 0, (Factor.Sms, new FactorBudget(12, _clock.Now))), Is.EqualTo(new[] { new LoginMethod(SecondFactorMethod.Sms, null) }));

    [Test]
    public async Task A_suspended_factor_is_left_out_and_the_others_stay() =>
        Assert.That((await OfAsync(true, true, 5, (Factor.Totp, new FactorBudget(s_policy.SuspendAt, null)))).Select(method => method.Method),
            Is.EqualTo(new[] { SecondFactorMethod.Sms, SecondFactorMethod.RecoveryCode }));

    private Task<IReadOnlyList<LoginMethod>> OfAsync(bool smsFactor, bool totpFactor, int codesLeft, params (Factor Factor, FactorBudget Budget)[] tried)
    {
        var (budgets, codes) = (new Mock<IFactorBudgets>(MockBehavior.Strict), new Mock<IRecoveryCodes>(MockBehavior.Strict));
        budgets.Setup(b => b.OfAccountAsync(Some.AccountId, Some.Ct)).ReturnsAsync(tried.ToDictionary(one => one.Factor, one => one.Budget));
        codes.Setup(c => c.CountAsync(Some.AccountId, Some.Ct)).ReturnsAsync(codesLeft);
        return new UsableMethods(budgets.Object, codes.Object, s_policy).OfAsync(Some.Account(smsFactor: smsFactor, totpFactor: totpFactor), _clock.Now, Some.Ct);
    }
}
