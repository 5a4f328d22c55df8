using System.Net;
using CleanAuth.WebApi.Security;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>Walks every route under /admin with every weaker caller; a new one is walked without being named here.</summary>
public sealed class AdminRoutes
{
    private ServiceHost _host;
    private ServiceHost _strict;
    private AuthApi _api;
    private string _victim;
    private IReadOnlyList<Operation> _routes;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _strict = _host.StartAnother(("TwoFactor:RequiredFor", "everybody"));
        _api = _host.Client();
        _victim = await _api.AccountIdAsync(await _api.NewPersonAsync());
        _routes =
        [
            .. Operation.All(_host).Where(route => route.Path.StartsWith("/api/v1/admin/", StringComparison.Ordinal))
                .Select(route => route with { Path = route.Path.Replace("/users/x", $"/users/{_victim}", StringComparison.Ordinal) }),
        ];
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_host is not null)
        {
            await _strict.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    private IEnumerable<Operation> Writes => _routes.Where(IsWrite);

    [Test]
    public void Every_write_demands_a_fresh_proof_of_an_administrator_and_every_read_an_administrator()
    {
        Assert.That(_routes, Has.Count.AtLeast(6));
        Assert.That(_routes.Where(route => route.Policy != (IsWrite(route) ? Access.AdministratorFreshProof : Access.Administrator)).Select(route => route.ToString()), Is.Empty);
        Assert.That(_routes.Select(route => route.Method), Has.None.EqualTo(HttpMethod.Delete));
    }

    [Test]
    public async Task Each_admin_route_with_each_weaker_token_answers_401_or_403_and_changes_nothing()
    {
        var (user, restricted, oneFactor, noFactor) = (await UserAsync(), await RestrictedAsync(), await _api.NewPersonWithAppAsync(), await _api.NewPersonAsync());
        var enrolling = (await _strict.Client().NewEnrolmentAsync()).EnrollmentToken;
        var gone = await _api.NewAdministratorAsync(_host.Database);
        (await _api.LogOutAsync(gone.Token)).Expect(HttpStatusCode.NoContent);
        await _host.Database.ExecuteAsync($"UPDATE accounts SET role = 1 WHERE email IN ('{oneFactor.Person.Email}', '{noFactor.Email}')");
        await _host.WaitForOutboxAsync();
        var before = await TableImage.TakeAsync(_host.Database);

        await RefusedAsync(null, HttpStatusCode.Unauthorized, "token_invalid");
        await RefusedAsync(gone.Token, HttpStatusCode.Unauthorized, "token_invalid");
        await RefusedAsync(user, HttpStatusCode.Forbidden, "admin_required");
        await RefusedAsync(restricted, HttpStatusCode.Forbidden, "second_factor_required");
        await RefusedAsync(enrolling, HttpStatusCode.Forbidden, "enrollment_required");
        await RefusedAsync(oneFactor.Person.AccessToken, HttpStatusCode.Forbidden, "step_up_required");
        await RefusedAsync(noFactor.AccessToken, HttpStatusCode.Forbidden, "second_factor_required");

        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
    }

    [Test]
    public async Task A_stale_proof_of_a_refreshed_token_reads_and_writes_nothing()
    {
        var administrator = await _api.NewAdministratorAsync(_host.Database);
        var login = await _api.AuthenticateByAsync("recoveryCode", await _api.StartLogInAsync(administrator.Person.Person), administrator.Person.RecoveryCodes[0]);
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var stale = (await _api.RefreshAsync(login.Expect(HttpStatusCode.OK)["refreshToken"]!)).Expect(HttpStatusCode.OK)["accessToken"]!;
        await _host.WaitForOutboxAsync();
        var before = await TableImage.TakeAsync(_host.Database);

        foreach (var route in Writes)
        {
            Assert.That((await SendAsync(route, stale)).Code, Is.EqualTo("step_up_required"), route.ToString());
        }

        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
        foreach (var route in _routes.Except(Writes))
        {
            Assert.That((await SendAsync(route, stale)).Status, Is.Not.EqualTo(HttpStatusCode.Forbidden).And.Not.EqualTo(HttpStatusCode.Unauthorized), route.ToString());
        }
    }

    [Test]
    public async Task Each_write_without_a_reason_answers_400_and_changes_nothing()
    {
        var administrator = await _api.NewAdministratorAsync(_host.Database);
        await _host.WaitForOutboxAsync();
        var before = await TableImage.TakeAsync(_host.Database);

        foreach (var route in Writes)
        {
            var answer = await SendAsync(route, administrator.Token, without: "reason");
            Assert.That(answer.Code, Is.EqualTo("validation_failed"), $"{route}: {answer.Body}");
            Assert.That(answer.Json.GetProperty("errors").EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "reason" }), route.ToString());
        }

        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
    }

    [Test]
    public async Task Who_was_refused_at_the_door_is_in_the_log_by_id_with_route_and_code_and_strangers_are_not()
    {
        var person = await _api.NewPersonAsync();
        var id = await _api.AccountIdAsync(person);
        const string Door = "CleanAuth.WebApi.Security.AccessProblems[8100]";

        (await _api.SetRoleAsync(person.AccessToken, id, "admin")).Expect(HttpStatusCode.Forbidden, "admin_required");
        (await _api.SendAsync(HttpMethod.Get, $"/api/v1/admin/users/{id}")).Expect(HttpStatusCode.Unauthorized);
        (await _api.GetAccountAsync("garbage")).Expect(HttpStatusCode.Unauthorized);

        var lines = _host.Logs.Lines.Where(line => line.Contains(Door, StringComparison.Ordinal) && line.Contains(id, StringComparison.Ordinal)).ToList();
        Assert.That(lines, Has.Count.EqualTo(1));
        Assert.That(lines[0], Does.StartWith($"Warning {Door} Account {id} was refused at PUT api/v1/admin/users/{{id}}/role: admin_required"));
        Assert.That(_host.Logs.Lines.Where(line => line.Contains(Door, StringComparison.Ordinal)), Has.None.Contains("token_invalid"));
    }

    private static bool IsWrite(Operation route) => route.Method != HttpMethod.Get && !route.Path.EndsWith("/search", StringComparison.Ordinal);

    private async Task RefusedAsync(string? token, HttpStatusCode status, string code)
    {
        foreach (var route in _routes)
        {
            var answer = await SendAsync(route, token);
            Assert.That((answer.Status, answer.Code), Is.EqualTo((status, code)), $"{route}: {answer.Body}");
        }
    }

    private Task<Answer> SendAsync(Operation route, string? token, string? without = null) => _api.SendAsync(
        route.Method, route.Path,
        route.Body is null ? null : $"{{{string.Join(',', route.Members.Where(member => member.Name != without).Select(member => $"\"{member.Name}\":{member.Sample()}"))}}}", token);

    // With two factors, just proved: only the role is missing.
    private async Task<string> UserAsync() => await _api.LogInByAppAsync(await _api.NewPersonWithAppAsync());

    private async Task<string> RestrictedAsync()
    {
        var administrator = await _api.NewAdministratorAsync(_host.Database);
        return await _api.StartLogInAsync(administrator.Person.Person);
    }
}
