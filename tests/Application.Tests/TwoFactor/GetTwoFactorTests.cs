using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using Moq;

namespace CleanAuth.Application.Tests.TwoFactor;

public sealed class GetTwoFactorTests
{
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IRecoveryCodes> _codes = new(MockBehavior.Strict);

    [Test]
    public async Task The_number_is_only_hinted_at() =>
        Assert.That((await GetAsync(Some.Account(smsFactor: true))).Value.Sms, Is.EqualTo(new SmsState(Enabled: true, "***23")));

    [Test]
    public async Task A_verified_number_alone_is_no_second_factor()
    {
        var state = (await GetAsync(Some.Account(smsFactor: false))).Value;

        Assert.That(state.Sms.Enabled, Is.False);
        Assert.That(state.Recoverable, Is.True);
    }

    [Test]
    public async Task Without_a_number_nothing_is_hinted_at_and_the_account_is_not_recoverable()
    {
        var state = (await GetAsync(Some.Account(withPhone: false))).Value;

        Assert.That(state, Is.EqualTo(new TwoFactorState(Required: false, RequiredBy: null, EnforceFrom: null, Recoverable: false, new TotpState(Enabled: false), new SmsState(Enabled: false, null), RecoveryCodesLeft: 0)));
    }

    [Test]
    public async Task The_app_and_the_codes_that_are_left_are_told()
    {
        var state = (await GetAsync(Some.Account(totpFactor: true), codesLeft: 7)).Value;

        Assert.That((state.Totp.Enabled, state.RecoveryCodesLeft), Is.EqualTo((true, 7)));
    }

    [TestCase(RequiredFor.Everybody, true, RequiredBy.Policy)]
    [TestCase(RequiredFor.Administrators, false, null)]
    public async Task Who_demands_a_second_factor_is_told(RequiredFor requiredFor, bool required, RequiredBy? by)
    {
        var state = (await GetAsync(Some.Account(), requiredFor: requiredFor)).Value;

        Assert.That((state.Required, state.RequiredBy), Is.EqualTo((required, by)));
    }

    [Test]
    public async Task The_token_of_an_account_that_is_gone_is_not_good_any_more() =>
        Assert.That((await GetAsync(null)).Error, Is.EqualTo(SessionErrors.TokenInvalid));

    private Task<Result<TwoFactorState>> GetAsync(Account? account, int codesLeft = 0, RequiredFor requiredFor = RequiredFor.None)
    {
        _accounts.Setup(a => a.FindAsync(Some.AccountId, Some.Ct)).ReturnsAsync(account);
        _codes.Setup(c => c.CountAsync(Some.AccountId, Some.Ct)).ReturnsAsync(codesLeft);
        return new GetTwoFactorHandler(_accounts.Object, _codes.Object, new TwoFactorPolicy { RequiredFor = requiredFor }).Handle(new GetTwoFactorQuery(Some.AccountId), Some.Ct);
    }
}
