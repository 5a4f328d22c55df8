using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>What administrators did is on record, or it did not happen (ASVS 5.0 16.3.3).</summary>
public sealed class ActsAllOrNothing
{
    private ServiceHost _host;
    private AuthApi _api;
    private Administrator _administrator;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
        _administrator = await _api.NewAdministratorAsync(_host.Database);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCase("role", "53100", HttpStatusCode.ServiceUnavailable, "unavailable")]
    [TestCase("role", "42501", HttpStatusCode.InternalServerError, "internal_error")]
    [TestCase("status", "42501", HttpStatusCode.InternalServerError, "internal_error")]
    [TestCase("unlock", "42501", HttpStatusCode.InternalServerError, "internal_error")]
    [TestCase("sessions/end", "42501", HttpStatusCode.InternalServerError, "internal_error")]
    [TestCase("delete", "42501", HttpStatusCode.InternalServerError, "internal_error")]
    [TestCase("two-factor-policy", "42501", HttpStatusCode.InternalServerError, "internal_error")]
    [TestCase("two-factor/reset", "42501", HttpStatusCode.InternalServerError, "internal_error")]
    public async Task If_the_audit_row_cannot_be_written_the_change_does_not_happen(string what, string state, HttpStatusCode status, string code)
    {
        var person = await _api.NewPersonAsync();
        var id = await _api.AccountIdAsync(person);
        (await _api.LogInAsync(person.Email, "a wrong password")).Expect(HttpStatusCode.Unauthorized);
        await _host.WaitForOutboxAsync();
        var before = await TableImage.TakeAsync(_host.Database);
        await _host.Database.ExecuteAsync($"""
            CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$;
            CREATE TRIGGER no_audit BEFORE INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION no_audit();
            """);
        try
        {
            (await DoAsync(what, id)).Expect(status, code);
        }
        finally
        {
            await _host.Database.ExecuteAsync("DROP TRIGGER no_audit ON audit_events; DROP FUNCTION no_audit");
        }

        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
        Assert.That(await _host.NoticesToAsync(person.PhoneNumber), Is.Empty, "nobody is told of what did not happen");
        (await DoAsync(what, id)).Expect(HttpStatusCode.NoContent);
    }

    private Task<Answer> DoAsync(string what, string id) => what switch
    {
        "role" => _api.SetRoleAsync(_administrator.Token, id, "admin"),
        "status" => _api.SetStatusAsync(_administrator.Token, id, "disabled"),
        "two-factor-policy" => _api.DemandFactorAsync(_administrator.Token, id),
        _ => _api.ActAsync(_administrator.Token, id, what),
    };
}
