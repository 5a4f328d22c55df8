using CleanAuth.Domain.Sessions;

namespace CleanAuth.Domain.Tests.Sessions;

public sealed class JwtPolicyTests
{
    [Test]
    public void What_nobody_configured_is_as_the_product_says()
    {
        var policy = Policy();

        Assert.That(PolicyCheck.Refused(policy), Is.Empty);
        Assert.That(policy.AccessTokenLife, Is.EqualTo(TimeSpan.FromMinutes(10)));
        Assert.That(policy.ClockSkewSeconds, Is.EqualTo(30));
        Assert.That(policy.SigningKeyLife, Is.EqualTo(TimeSpan.FromDays(30)));
        Assert.That(policy.ClientId, Is.EqualTo("cleanauth"));
    }

    [TestCase(nameof(JwtPolicy.AccessTokenSeconds), 60, 3600)]
    [TestCase(nameof(JwtPolicy.ClockSkewSeconds), 0, 30)]
    [TestCase(nameof(JwtPolicy.SigningKeyDays), 1, 365)]
    public void Each_number_is_taken_at_both_ends_of_its_range_and_refused_beyond(string member, int least, int most)
    {
        Assert.That(PolicyCheck.Refused(Policy().With(member, least)), Is.Empty);
        Assert.That(PolicyCheck.Refused(Policy().With(member, most)), Is.Empty);
        Assert.That(PolicyCheck.Refused(Policy().With(member, least - 1)), Is.EqualTo(new[] { member }));
        Assert.That(PolicyCheck.Refused(Policy().With(member, most + 1)), Is.EqualTo(new[] { member }));
    }

    [Test]
    public void No_number_is_without_a_range() => Assert.That(PolicyCheck.Unbounded(typeof(JwtPolicy)), Is.Empty);

    [TestCase(nameof(JwtPolicy.Audience), 200)]
    [TestCase(nameof(JwtPolicy.ClientId), 100)]
    public void Each_name_is_there_and_not_too_long(string member, int most)
    {
        Assert.That(PolicyCheck.Refused(Policy().With(member, "x")), Is.Empty);
        Assert.That(PolicyCheck.Refused(Policy().With(member, new string('x', most))), Is.Empty);
        Assert.That(PolicyCheck.Refused(Policy().With(member, new string('x', most + 1))), Is.EqualTo(new[] { member }));
        Assert.That(PolicyCheck.Refused(Policy().With(member, "")), Is.EqualTo(new[] { member }));
        Assert.That(PolicyCheck.Refused(Policy().With(member, null)), Is.EqualTo(new[] { member }));
    }

    [TestCase("https://auth.example.com", true)]
    [TestCase("http://localhost:5000", true)]
    [TestCase("https://example.com/auth/v1", true)]
    [TestCase("https://auth.example.com/", false)]
    [TestCase("https://auth.example.com/?a=b", false)]
    [TestCase("https://auth.example.com#a", false)]
    [TestCase("https://auth.example.com\n", false)]
    [TestCase("https://user@auth.example.com", false)]
    [TestCase("ftp://auth.example.com", false)]
    [TestCase("auth.example.com", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void The_issuer_is_an_address_without_a_slash_at_its_end(string? issuer, bool taken) =>
        Assert.That(PolicyCheck.Refused(Policy().With(nameof(JwtPolicy.Issuer), issuer)), taken ? Is.Empty : Is.EqualTo(new[] { nameof(JwtPolicy.Issuer) }));

    private static JwtPolicy Policy() => new() { Issuer = "https://auth.example.com", Audience = "example" };
}
