using AutoMapper;
using CleanAuth.Application.Accounts;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using Moq;

namespace CleanAuth.Application.Tests.Accounts;

public sealed class GetAccountTests
{
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IRecoveryCodes> _codes = new(MockBehavior.Strict);

    [Test]
    public async Task Its_owner_sees_every_field_of_the_profile()
    {
        var account = Some.Account();

        var profile = (await GetAsync(account)).Value;

        Assert.That(profile.AccountId, Is.EqualTo(Some.AccountId.Value));
        Assert.That(profile.Email, Is.EqualTo(Some.Email));
        Assert.That(profile.DisplayName, Is.EqualTo("Ann"));
        Assert.That(profile.PhoneNumber, Is.EqualTo(Some.Phone.Value), "in full, not as it prints");
        Assert.That(profile.CreatedAt, Is.EqualTo(account.CreatedAt));
        Assert.That(profile.Recoverable, Is.True);
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    public async Task Without_a_number_the_profile_has_none_and_recovery_codes_decide_whether_it_is_recoverable(int codesLeft, bool recoverable)
    {
        _codes.Setup(c => c.CountAsync(Some.AccountId, Some.Ct)).ReturnsAsync(codesLeft);

        var profile = (await GetAsync(Some.Account(withPhone: false))).Value;

        Assert.That(profile.PhoneNumber, Is.Null);
        Assert.That(profile.Recoverable, Is.EqualTo(recoverable));
    }

    [Test]
    public async Task The_token_of_an_account_that_is_gone_is_not_good_any_more() =>
        Assert.That((await GetAsync(null)).Error, Is.EqualTo(SessionErrors.TokenInvalid));

    private Task<Result<AccountProfile>> GetAsync(Account? account)
    {
        _accounts.Setup(a => a.FindAsync(Some.AccountId, Some.Ct)).ReturnsAsync(account);
        var mapper = new MapperConfiguration(map => map.AddProfile<AccountMapping>()).CreateMapper();
        return new GetAccountHandler(_accounts.Object, new AccountProfiles(_codes.Object, mapper)).Handle(new GetAccountQuery(Some.AccountId), Some.Ct);
    }
}
