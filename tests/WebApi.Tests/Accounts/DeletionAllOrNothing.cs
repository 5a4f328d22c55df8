using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Accounts;

/// <summary>What happened is on record, or it did not happen: an account is not deleted without its audit event.</summary>
public sealed class DeletionAllOrNothing
{
    private ServiceHost _host;
    private ServiceHost _strict;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _strict = _host.StartAnother(("TwoFactor:RequiredFor", "everybody"));
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_strict is not null)
        {
            await _strict.DisposeAsync();
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [TestCase("53100", HttpStatusCode.ServiceUnavailable, "unavailable", TestName = "When the disk is full for the audit event nothing at all is deleted")]
    [TestCase("42501", HttpStatusCode.InternalServerError, "internal_error", TestName = "When the audit event may not be written nothing at all is deleted")]
    public async Task When_the_audit_event_cannot_be_written_nothing_at_all_is_deleted(string state, HttpStatusCode status, string code)
    {
        var full = await FullAccount.CreateAsync(_host, _strict);
        var phone = full.User.Person.PhoneNumber;
        var told = (await _host.NoticesToAsync(phone)).Count;
        var before = await TableImage.TakeAsync(_host.Database);
        await _host.Database.ExecuteAsync($"""
            CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$;
            CREATE TRIGGER no_audit BEFORE INSERT ON audit_events FOR EACH ROW WHEN (NEW.event = 1008) EXECUTE FUNCTION no_audit();
            """);
        try
        {
            (await _api.DeleteAccountAsync(full.Token)).Expect(status, code);
        }
        finally
        {
            await _host.Database.ExecuteAsync("DROP TRIGGER no_audit ON audit_events; DROP FUNCTION no_audit");
        }

        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
        Assert.That(await _host.NoticesToAsync(phone), Has.Count.EqualTo(told), "nobody is told of what did not happen");
        (await _api.DeleteAccountAsync(full.Token)).Expect(HttpStatusCode.NoContent);
    }
}
