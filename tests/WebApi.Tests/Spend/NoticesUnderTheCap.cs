using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Spend;

/// <summary>Notices cost money and count as such; what may not be sent is left out, and the change that it would have told of stands.</summary>
public sealed class NoticesUnderTheCap
{
    private readonly List<ServiceHost> _hosts = [];

    [TearDown]
    public async Task Stop()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        _hosts.Clear();
    }

    [TestCase("CountryDayCap", "country_day_cap")]
    [TestCase("DayCap", "day_cap")]
    public async Task Past_the_money_of_the_day_the_change_stands_untold_and_uses_up_nothing(string cap, string reason)
    {
        var (host, api) = await StartAsync((cap, "0.15"));

        var person = await api.NewPersonWithSmsFactorAsync();

        Assert.That(await host.Database.ReadAsync<bool>($"SELECT sms_factor_enabled FROM accounts WHERE email = '{person.Email}'"));
        Assert.That(await host.NoticesToAsync(person.PhoneNumber), Is.Empty);
        Assert.That(await host.Database.RefusedAsync(reason), Is.EqualTo(1));
        Assert.That(await host.Database.CounterAsync("micros", "kind = 6"), Is.EqualTo(100_000), "the proof at sign-up, and nothing else");
        Assert.That(await host.Database.CounterAsync("count", "kind IN (1, 5, 6)"), Is.EqualTo(2), "the proof, in its country and in all");
        Assert.That(host.Logs.Lines.Where(line => line.Contains("[2130]", StringComparison.Ordinal)), Has.One.Contains("SmsFactorEnabled").And.None.Contains(person.PhoneNumber[^4..]));
    }

    [Test]
    public async Task A_notice_counts_in_the_money_of_its_country_and_of_all()
    {
        var (host, api) = await StartAsync();

        var person = await api.NewPersonWithSmsFactorAsync();

        Assert.That(await host.NoticesToAsync(person.PhoneNumber), Has.Count.EqualTo(1));
        Assert.That(await host.Database.CounterAsync("micros", "kind = 5 AND key = '44'"), Is.EqualTo(200_000));
        Assert.That(await host.Database.CounterAsync("micros", "kind = 6"), Is.EqualTo(200_000));
        Assert.That(await host.Database.CounterAsync("count", "kind = 4"), Is.EqualTo(1), "the breaker judges codes only");
    }

    [Test]
    public async Task One_account_cannot_spend_the_money_of_all_on_notices_nor_its_own_codes()
    {
        var (host, api) = await StartAsync(("MaxPerAccountPerDay", "3"));
        var user = await api.NewPersonWithAppAsync();
        var token = (await api.AuthenticateByAsync("recoveryCode", await api.StartLogInAsync(user.Person), user.RecoveryCodes[0])).Expect(HttpStatusCode.OK)["accessToken"]!;

        var answers = await AtOnce.SendAsync(8, _ => api.CreateRecoveryCodesAsync(token));

        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await host.NoticesToAsync(user.Person.PhoneNumber), Has.Count.EqualTo(3));
        Assert.That(await host.Database.RefusedAsync("account_cap"), Is.EqualTo(7));
        (await api.SendOtpAsync(AuthApi.NewPhone(), token)).Expect(HttpStatusCode.Accepted);
    }

    [Test]
    public async Task Parallel_notices_pass_the_cap_by_nothing()
    {
        var (host, api) = await StartAsync(("CountryDayCap", "1.05"));
        var people = new Person[6];
        for (var i = 0; i < people.Length; i++)
        {
            people[i] = await api.NewPersonAsync();
        }

        var answers = await AtOnce.SendAsync(people.Length, i => api.SetSmsFactorAsync(people[i].AccessToken, enabled: true));

        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages WHERE challenge_id IS NULL"), Is.EqualTo(4));
        Assert.That(await host.Database.CounterAsync("micros", "kind = 6"), Is.EqualTo(1_000_000));
    }

    [Test]
    public async Task With_the_kill_switch_on_notices_wait_and_one_that_expired_costs_nothing()
    {
        var (host, api) = await StartAsync();
        var person = await api.NewPersonAsync();
        Assert.That(await OperatorCommands.SmsAsync(host.Services, ["off"], TextWriter.Null), Is.Zero);

        (await api.SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK);
        await host.WaitForRoundAsync();
        Assert.That(await host.Database.ReadAsync<string>("SELECT state || ' ' || attempts FROM outbox_messages WHERE challenge_id IS NULL"), Is.EqualTo("1 0"));

        host.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.That(await host.NoticesToAsync(person.PhoneNumber), Is.Empty);
        Assert.That(await host.Database.ReadAsync<string>("SELECT state || ' ' || reason FROM outbox_messages WHERE challenge_id IS NULL"), Is.EqualTo("4 expired"));
        Assert.That(await host.Database.CounterAsync("micros", "kind = 6"), Is.EqualTo(100_000));
    }

    [Test]
    public async Task With_notices_switched_off_nobody_is_told_of_anything()
    {
        var (host, api) = await StartAsync(("Notices", "false"));
        var user = await api.NewPersonWithAppAsync();
        var token = await api.StartLogInAsync(user.Person);
        for (var i = 0; i < 4; i++)
        {
            (await api.AuthenticateByAsync("recoveryCode", token, "0-0000-0000-0000-0000")).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        }

        Assert.That(await host.NoticesToAsync(user.Person.PhoneNumber), Is.Empty);
        Assert.That(await host.Database.CounterAsync("micros", "kind = 6"), Is.EqualTo(100_000));
    }

    [Test]
    public async Task A_number_in_a_country_that_is_no_longer_allowed_gets_none()
    {
        var (host, api) = await StartAsync();
        var person = await api.NewPersonAsync();
        await using var elsewhere = host.StartAnother(("Sms:AllowedCallingCodes:0", "49"));

        (await elsewhere.Client().SetSmsFactorAsync(person.AccessToken, enabled: true)).Expect(HttpStatusCode.OK);

        Assert.That(await host.NoticesToAsync(person.PhoneNumber), Is.Empty);
        Assert.That(await host.Database.RefusedAsync("country_not_allowed"), Is.EqualTo(1));
    }

    private async Task<(ServiceHost Host, AuthApi Api)> StartAsync(params (string Setting, string Value)[] settings)
    {
        var host = await ServiceHost.StartAsync([.. settings.Select(setting => (setting.Setting == "Notices" ? "Sms:Notices" : $"Sms:Spend:{setting.Setting}", setting.Value))]);
        _hosts.Add(host);
        return (host, host.Client());
    }
}
