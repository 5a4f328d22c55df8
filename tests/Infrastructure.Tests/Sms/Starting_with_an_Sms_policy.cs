using CleanAuth.Domain.Sms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Sms;

internal sealed class Starting_with_an_Sms_policy
{
    [Test]
    public async Task Gives_handlers_the_plain_object()
    {
        await using var host = await GatewayHost.StartAsync(With(("Sms:BrandName", "Example"), ("Sms:AllowedCallingCodes:0", "44"), ("Sms:AllowedCallingCodes:1", "1242")));

        var policy = host.Services.GetRequiredService<SmsPolicy>();
        Assert.That((policy.BrandName, policy.Domain), Is.EqualTo(("Example", "auth.example.com")));
        Assert.That(policy.AllowedCallingCodes, Is.EqualTo(new[] { "44", "1242" }));
    }

    [Test]
    public async Task Allows_no_country_until_told()
    {
        await using var host = await GatewayHost.StartAsync(With());

        Assert.That(host.Services.GetRequiredService<SmsPolicy>().Allows(GatewayHost.Phone(GatewayHost.To)), Is.False);
    }

    [TestCase("Sms:Domain", null, "Sms:Domain is not valid: ")]
    [TestCase("Sms:Domain", "", "Sms:Domain is not valid: ")]
    [TestCase("Sms:Domain", "https://auth.example.com", "Sms:Domain is not valid: ")]
    [TestCase("Sms:BrandName", "Ünique", "Sms:BrandName is not valid: ")]
    [TestCase("Sms:BrandName", "A name of more than twenty", "Sms:BrandName is not valid: ")]
    [TestCase("Sms:BrandName", null, "Sms:BrandName is not valid: ")]
    [TestCase("Sms:AllowedCallingCodes:0", null, "Sms:AllowedCallingCodes:0 must be 1 to 7 digits")]
    [TestCase("Sms:AllowedCallingCodes", "44", "Sms:AllowedCallingCodes is a list: set Sms:AllowedCallingCodes:0 (environment variable Sms__AllowedCallingCodes__0)")]
    [TestCase("Sms:AllowedCallingCodes:0", "+44", "Sms:AllowedCallingCodes:0 must be 1 to 7 digits")]
    [TestCase("Sms:AllowedCallingCodes:0", "044", "Sms:AllowedCallingCodes:0 must be 1 to 7 digits")]
    [TestCase("Sms:AllowedCallingCodes:0", "44 ", "Sms:AllowedCallingCodes:0 must be 1 to 7 digits")]
    [TestCase("Sms:AllowedCallingCodes:0", "44,1", "Sms:AllowedCallingCodes:0 must be 1 to 7 digits")]
    [TestCase("Sms:AllowedCallingCodes:0", "", "Sms:AllowedCallingCodes:0 must be 1 to 7 digits")]
    [TestCase("Sms:AllowedCallingCodes:0", "12345678", "Sms:AllowedCallingCodes:0 must be 1 to 7 digits")]
    [TestCase("Sms:AllowedCallingCodes:0", "**", "Sms:AllowedCallingCodes:0 must be 1 to 7 digits")]
    [TestCase("Sms:AllowedCallingCodes:0", "*", "Sms:AllowedCallingCodes must name the calling codes outside Development")]
    public void Stops_the_host_when_it_is_not_valid(string setting, string? value, string sentence)
    {
        var problem = Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHost.StartAsync(With((setting, value))));

        Assert.That(problem!.Message, Does.Contain(sentence));
    }

    [Test]
    public async Task Takes_every_country_in_Development()
    {
        await using var host = await GatewayHost.StartAsync(With(("Sms:AllowedCallingCodes:0", "*")), "Development");

        Assert.That(host.Services.GetRequiredService<SmsPolicy>().Allows(GatewayHost.Phone(GatewayHost.To)), Is.True);
    }

    private static Dictionary<string, string?> With(params (string Name, string? Value)[] more)
    {
        var settings = GatewayHost.Settings();
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return settings;
    }
}
