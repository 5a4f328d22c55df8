using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

public sealed class SearchingUsers
{
    private ServiceHost _host;
    private AuthApi _api;
    private string _token;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
        _token = (await _api.NewAdministratorAsync(_host.Database)).Token;
        await _host.Database.AddAsync("ann@one.example", 5, "+447700900300");
        await _host.Database.AddAsync("ann.b@one.example", 4, "+447700901300");
        await _host.Database.AddAsync("ann-c@one.example", 3, "+447700902300", "disabled_at = now()");
        await _host.Database.AddAsync("anna@one.example", 2, "+447700900301", "totp_factor_enabled = true");
        await _host.Database.AddAsync("ann_d@one.example", 1);
        await _host.Database.AddAsync("joann@one.example", 0);
        await _host.Database.AddAsync("1234@one.example", 0);
        await _host.Database.AddAsync("jo@xn--mller-kva.example", 0);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    // Sorted by bytes: dash, dot, at, underscore, letters.
    [TestCase("ann", "ann-c@one.example ann.b@one.example ann@one.example ann_d@one.example anna@one.example")]
    [TestCase("ANN", "ann-c@one.example ann.b@one.example ann@one.example ann_d@one.example anna@one.example")]
    [TestCase("ann.", "ann.b@one.example")]
    [TestCase("ann_", "ann_d@one.example")]
    [TestCase("ann%", "")]
    [TestCase("ann@one.example", "ann@one.example")]
    [TestCase("Ann@One.Example", "ann@one.example")]
    [TestCase("ann@one.example.", "")]
    [TestCase("jo@müller.example", "jo@xn--mller-kva.example")]
    [TestCase("one.example", "")]
    public async Task An_address_is_found_by_how_it_begins_in_the_order_of_the_addresses(string text, string expected) =>
        Assert.That(string.Join(' ', (await _api.SearchUsersAsync(_token, new { text })).Emails()), Is.EqualTo(expected));

    [TestCase("0300", "ann@one.example")]
    [TestCase("00300", "ann@one.example")]
    [TestCase("900-300", "ann@one.example")]
    [TestCase(" (90) 1.300 ", "ann.b@one.example")]
    [TestCase("+44 7700 900 300", "ann@one.example")]
    [TestCase("447700900301", "anna@one.example")]
    [TestCase("7700900300447", "")]
    [TestCase("1234", "")]
    public async Task A_number_is_found_by_how_it_ends(string text, string expected) =>
        Assert.That(string.Join(' ', (await _api.SearchUsersAsync(_token, new { text })).Emails()), Is.EqualTo(expected));

    [Test]
    public async Task Filters_narrow_a_search()
    {
        Assert.That((await _api.SearchUsersAsync(_token, new { text = "ann", status = "active", twoFactor = "none" })).Emails(), Is.EqualTo(new[] { "ann.b@one.example", "ann@one.example", "ann_d@one.example" }));
        Assert.That((await _api.SearchUsersAsync(_token, new { text = "ann", status = "disabled" })).Emails(), Is.EqualTo(new[] { "ann-c@one.example" }));
        Assert.That((await _api.SearchUsersAsync(_token, new { text = "2300", status = "active" })).Emails(), Is.Empty);
        Assert.That((await _api.SearchUsersAsync(_token, new { text = "ann", locked = true })).Emails(), Is.Empty);
    }

    [TestCase("an")]
    [TestCase("123")]
    [TestCase("ann smith")]
    [TestCase("müller")]
    public async Task A_text_that_is_too_short_or_of_neither_is_refused(string text)
    {
        var answer = (await _api.SearchUsersAsync(_token, new { text })).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(answer.Body, Does.Contain("search_text_invalid"));
    }

    [Test]
    public async Task A_search_changes_nothing_and_leaves_no_address_in_the_log()
    {
        var before = await Input.TableImage.TakeAsync(_host.Database);

        (await _api.SearchUsersAsync(_token, new { text = "kanarienvogel@one" })).Expect(HttpStatusCode.OK);

        Assert.That(await Input.TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
        Assert.That(_host.Logs.Lines, Has.None.Contains("kanarienvogel"));
    }
}
