using System.Net;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;

namespace CleanAuth.WebApi.Tests.Transport;

/// <summary>The <c>type</c> of every problem leads to a page, and no other text does.</summary>
public sealed class ProblemPageTests
{
    private ServiceHost _host;
    private AuthApi _api;

    private static IEnumerable<string> Codes => ProblemCatalogue.Codes.Keys.Order();

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCaseSource(nameof(Codes))]
    public async Task Each_code_has_a_page(string code)
    {
        var page = (await _api.SendAsync(HttpMethod.Get, $"/problems/{code}")).Expect(HttpStatusCode.OK);

        Assert.That(page.ContentHeaders.ContentType?.ToString(), Is.EqualTo("text/html; charset=utf-8"));
        Assert.That(page.Body, Does.Contain($"<code>{code}</code>").And.Contain(WebUtility.HtmlEncode(ProblemCatalogue.Codes[code].Text)));
        Assert.That(page.Body, Does.Not.Contain("<script"));
        Assert.That(HeaderSet.Field(page, "Content-Security-Policy"), Is.EqualTo(HeaderSet.Policy));
    }

    [TestCase("<script>alert(1)</script>")]
    [TestCase("%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [TestCase("NOT_FOUND")]
    [TestCase("not_found%20")]
    [TestCase("not_found%0d%0aX-Evil:%201")]
    [TestCase("not_found/..")]
    [TestCase("%2e%2e")]
    [TestCase("{0}")]
    [TestCase("kanarienvogel")]
    [TestCase("%e2%80%ae")]
    [TestCase("%ff%fe")]
    public async Task Another_text_has_none_and_is_not_repeated(string code)
    {
        var answer = await _api.SendAsync(HttpMethod.Get, $"/problems/{code}");

        Refusal.AssertIsOne(answer, code, "not_found");
        Assert.That(answer.Body, Does.Not.Contain("script").And.Not.Contain("alert").And.Not.Contain("{0}"));
        Assert.That(answer.Headers.Contains("X-Evil"), Is.False);
    }
}
