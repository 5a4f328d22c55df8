using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sessions.Tokens;
using CleanAuth.Infrastructure.Tests.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Sessions.Tokens;

public sealed class TokenSetupTests
{
    [TestCase("Jwt:Issuer", null)]
    [TestCase("Jwt:Issuer", "auth.example.com")]
    [TestCase("Jwt:Issuer", "https://auth.example.com/")]
    [TestCase("Jwt:Issuer", "https://auth.example.com?x")]
    [TestCase("Jwt:Audience", null)]
    [TestCase("Jwt:Audience", "")]
    [TestCase("Jwt:ClientId", "")]
    [TestCase("Jwt:AccessTokenSeconds", "59")]
    [TestCase("Jwt:AccessTokenSeconds", "3601")]
    [TestCase("Jwt:ClockSkewSeconds", "-1")]
    [TestCase("Jwt:ClockSkewSeconds", "31")]
    [TestCase("Jwt:Audience", "https://auth.example.com/2fa")]
    [TestCase("Jwt:Audience", "https://auth.example.com/2fa/enrollment")]
    public void A_setting_that_is_missing_or_out_of_range_stops_the_start_by_name(string setting, string? value)
    {
        using var services = Services(setting, value);

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.That(refused!.Message, Does.Contain(setting["Jwt:".Length..]));
    }

    [Test]
    public void The_ports_and_the_plain_policy_can_be_had()
    {
        using var services = Services("Jwt:AccessTokenSeconds", "300");

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.That(services.GetRequiredService<JwtPolicy>().AccessTokenLife, Is.EqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(services.GetRequiredService<IAccessTokenIssuer>(), Is.Not.Null);
        Assert.That(services.GetRequiredService<ISecondFactorTokens>(), Is.Not.Null);
        Assert.That(services.GetRequiredService<IEnrollmentTokens>(), Is.Not.Null);
        Assert.That(services.GetRequiredService<ITokenReader>(), Is.Not.Null);
        Assert.That(services.GetRequiredService<RefreshSuccessor>(), Is.Not.Null);
    }

    private static ServiceProvider Services(string setting, string? value)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Security:MasterKey"] = TestKeys.NewMasterKey("k1"),
            ["Jwt:Issuer"] = "https://auth.example.com",
            ["Jwt:Audience"] = "https://api.example.com",
            [setting] = value,
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddLogging().AddKeyProtection(configuration).AddTokens(configuration, new HostingEnvironment { EnvironmentName = Environments.Production }).BuildServiceProvider();
    }
}
