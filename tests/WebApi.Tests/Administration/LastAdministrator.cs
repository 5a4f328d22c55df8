using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>One active administrator stays, whatever several do at the same moment (ASVS 5.0 2.3.2, 15.4.2).</summary>
public sealed class LastAdministrator
{
    private const int Rounds = 6;

    private static readonly string[] s_onOther = ["dismiss", "disable", "delete"];

    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi[] _nodes;
    private Administrator[] _both;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _other = _host.StartAnother();
        _nodes = [_host.Client(), _other.Client()];
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_host is not null)
        {
            await _other.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    [TestCase("dismiss")]
    [TestCase("disable")]
    [TestCase("delete")]
    [TestCase("deleteOneself")]
    public async Task The_last_administrator_is_told_that_there_must_be_one_and_stays(string what)
    {
        await StartRoundAsync(1);
        var disabled = await _nodes[0].NewPersonAsync();
        await _host.Database.ExecuteAsync($"UPDATE accounts SET role = 1, disabled_at = now() WHERE email = '{disabled.Email}'");

        (await DoAsync(what, by: 0, on: 0)).Expect(HttpStatusCode.Conflict, "last_administrator");

        Assert.That(await ActiveAsync(), Is.EqualTo(1));
        Assert.That(await _host.EventsAsync(_both[0].AccountId, 8009), Is.EqualTo(what == "deleteOneself" ? 0 : 1));
    }

    [Test]
    public async Task With_another_one_administrators_delete_their_own_accounts_as_everybody()
    {
        await StartRoundAsync(2);

        (await DoAsync("deleteOneself", by: 0, on: 0)).Expect(HttpStatusCode.NoContent);

        Assert.That(await ActiveAsync(), Is.EqualTo(1));
    }

    [TestCase("dismiss", "dismiss")]
    [TestCase("disable", "disable")]
    [TestCase("delete", "delete")]
    [TestCase("dismiss", "disable")]
    [TestCase("disable", "delete")]
    [TestCase("deleteOneself", "deleteOneself")]
    [TestCase("deleteOneself", "dismiss")]
    public async Task Two_administrators_who_demote_each_other_in_parallel_leave_one(string first, string second)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await StartRoundAsync(2);

            var answers = await AtOnce.SendAsync(2, i => DoAsync(i == 0 ? first : second, by: i, on: TargetOf(i == 0 ? first : second, i)));

            AssertNoFault(answers);
            Assert.That(await ActiveAsync(), Is.EqualTo(1), $"round {round}: {string.Join(" and ", answers.Select(answer => $"{answer.Status} {answer.Code}"))}");
        }
    }

    [Test]
    public async Task Three_administrators_who_do_everything_to_each_other_and_themselves_at_once_leave_one_at_least()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await StartRoundAsync(3);

            var answers = await AtOnce.SendAsync(12, i => i % 4 == 3 ? DoAsync("deleteOneself", i / 4, i / 4) : DoAsync(s_onOther[i % 4], by: i / 4, on: ((i / 4) + 1 + (i % 2)) % 3));

            AssertNoFault(answers);
            Assert.That(await ActiveAsync(), Is.AtLeast(1), $"round {round}");
        }
    }

    private static int TargetOf(string what, int by) => what == "deleteOneself" ? by : 1 - by;

    private static void AssertNoFault(Answer[] answers) =>
        Assert.That(answers.Where(answer => answer.Status >= HttpStatusCode.InternalServerError).Select(answer => answer.Body), Is.Empty);

    private async Task StartRoundAsync(int administrators)
    {
        await _host.DismissEverybodyAsync();
        _both = new Administrator[administrators];
        for (var i = 0; i < administrators; i++)
        {
            _both[i] = await _nodes[0].NewAdministratorAsync(_host.Database);
        }
    }

    private Task<Answer> DoAsync(string what, int by, int on)
    {
        var (api, token, id) = (_nodes[by % 2], _both[by].Token, _both[on].AccountId);
        return what switch
        {
            "dismiss" => api.SetRoleAsync(token, id, "user"),
            "disable" => api.SetStatusAsync(token, id, "disabled"),
            "delete" => api.ActAsync(token, id, "delete"),
            _ => api.DeleteAccountAsync(token),
        };
    }

    private Task<long> ActiveAsync() => _host.Database.ReadAsync<long>("SELECT count(*) FROM accounts WHERE role = 1 AND disabled_at IS NULL");
}
