using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Tests.TwoFactor;

public sealed class TwoFactorPolicyTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Test]
    public void What_nobody_configured_demands_nothing()
    {
        var policy = new TwoFactorPolicy();

        Assert.That(PolicyCheck.Refused(policy), Is.Empty);
        Assert.That(policy.RequirementOf(Of(Role.Admin)), Is.Null);
        Assert.That(policy.MustEnroll(Of(Role.Admin), s_now), Is.False);
    }

    [TestCase(RequiredFor.None, Role.Admin, false)]
    [TestCase(RequiredFor.Administrators, Role.User, false)]
    [TestCase(RequiredFor.Administrators, Role.Admin, true)]
    [TestCase(RequiredFor.Everybody, Role.User, true)]
    public void The_installation_demands_it_of_those_it_names(RequiredFor requiredFor, Role role, bool required) =>
        Assert.That(new TwoFactorPolicy { RequiredFor = requiredFor }.RequirementOf(Of(role)), Is.EqualTo(required ? new FactorRequirement(RequiredBy.Policy, null) : null));

    [TestCase(null, null, RequiredBy.Policy, null, Description = "since ever")]
    [TestCase(null, 5, RequiredBy.Policy, null)]
    [TestCase(7, null, RequiredBy.Policy, 7)]
    [TestCase(7, 5, RequiredBy.Administrator, 5)]
    [TestCase(7, 7, RequiredBy.Policy, 7)]
    [TestCase(7, 9, RequiredBy.Policy, 7)]
    public void Of_two_demands_the_earlier_one_counts(int? policyDays, int? administratorDays, RequiredBy by, int? days)
    {
        var policy = new TwoFactorPolicy { RequiredFor = RequiredFor.Everybody, EnforceFrom = s_now.AddDays(policyDays ?? 0) };
        policy = policyDays is null ? new TwoFactorPolicy { RequiredFor = RequiredFor.Everybody } : policy;

        var requirement = policy.RequirementOf(Of(Role.User, administratorDays is { } later ? s_now.AddDays(later) : null));

        Assert.That(requirement, Is.EqualTo(new FactorRequirement(by, days is { } then ? s_now.AddDays(then) : null)));
    }

    [Test]
    public void A_demand_holds_from_its_very_moment_on()
    {
        var (policy, account) = (new TwoFactorPolicy(), Of(Role.User, s_now));

        Assert.That(policy.MustEnroll(account, s_now.AddTicks(-1)), Is.False);
        Assert.That(policy.MustEnroll(account, s_now), Is.True);
    }

    [Test]
    public void After_a_reset_of_lost_factors_an_account_must_enrol_whatever_is_demanded() =>
        Assert.That(new TwoFactorPolicy().MustEnroll(new Account { Id = default, Email = Email, MustEnroll = true }, s_now), Is.True);

    [Test]
    public void A_reset_of_lost_factors_cools_for_as_long_as_was_configured()
    {
        var (policy, account) = (new TwoFactorPolicy { ResetCoolingHours = 36 }, new Account { Id = default, Email = Email, FactorsResetAt = s_now });

        Assert.That(policy.IsCooling(account, s_now.AddHours(36).AddTicks(-1)), Is.True);
        Assert.That(policy.IsCooling(account, s_now.AddHours(36)), Is.False);
        Assert.That(policy.IsCooling(Of(Role.User), s_now), Is.False);
    }

    [TestCase(-1)]
    [TestCase(3)]
    public void A_number_that_is_no_choice_is_refused(int choice) =>
        Assert.That(PolicyCheck.Refused(new TwoFactorPolicy { RequiredFor = (RequiredFor)choice }), Is.EqualTo(new[] { nameof(TwoFactorPolicy.RequiredFor) }));

    private static EmailAddress Email => EmailAddress.Parse("ann@example.com");

    private static Account Of(Role role, DateTimeOffset? requiredFrom = null) => new() { Id = default, Email = Email, Role = role, FactorRequiredFrom = requiredFrom };
}
