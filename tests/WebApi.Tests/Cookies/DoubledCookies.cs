using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Cookies;

/// <summary>Two cookies of one name open nothing; at a log-out nobody can say which is meant, so it ends what each names or ends nothing and says so.</summary>
public sealed class DoubledCookies
{
    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = new AuthApi(_host.Plivo, new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _host.BaseAddress }, _host.Clock);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCase("__Host-access={0}; __Host-access=garbage")]
    [TestCase("__Host-access=garbage; __Host-access={0}; __Host-refresh=garbage; __Host-refresh=more")]
    [TestCase("__Host-access={0}; __Host-access={0}")]
    [TestCase("__Host-refresh={1}; __Host-refresh=garbage")]
    [TestCase("__Host-refresh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; a=b; __Host-refresh={1}")]
    public async Task A_log_out_ends_the_session_that_one_of_two_cookies_names(string cookies)
    {
        var person = await _api.NewPersonAsync();

        (await LogOutAsync(string.Format(null, cookies, person.AccessToken, person.RefreshToken), await CsrfOfAsync(person))).Expect(HttpStatusCode.NoContent);

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await _api.RefreshAsync(person.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [TestCase("__Host-access={0}; __Host-access=garbage", null)]
    [TestCase("__Host-refresh={1}; __Host-refresh=garbage", "wrong")]
    public async Task Without_the_CSRF_token_of_the_session_it_lives_on_and_the_answer_says_so(string cookies, string? csrf)
    {
        var person = await _api.NewPersonAsync();

        (await LogOutAsync(string.Format(null, cookies, person.AccessToken, person.RefreshToken), csrf)).Expect(HttpStatusCode.Forbidden, "csrf_invalid");

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_stranger_s_cookie_beside_it_ends_neither_session_and_the_answer_says_so()
    {
        var (person, stranger) = (await _api.NewPersonAsync(), await _api.NewPersonAsync());

        (await LogOutAsync($"__Host-access={person.AccessToken}; __Host-access={stranger.AccessToken}", await CsrfOfAsync(person))).Expect(HttpStatusCode.Forbidden, "csrf_invalid");

        (await _api.GetAccountAsync(person.AccessToken)).Expect(HttpStatusCode.OK);
        (await _api.GetAccountAsync(stranger.AccessToken)).Expect(HttpStatusCode.OK);
    }

    private async Task<string> CsrfOfAsync(Person person)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/account") { Headers = { { "Cookie", $"__Host-access={person.AccessToken}" } } };
        return (await _api.SendAsync(request)).Expect(HttpStatusCode.OK).Headers.GetValues("X-CSRF-Token").Single();
    }

    private async Task<Answer> LogOutAsync(string cookies, string? csrf)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/logout") { Headers = { { "Cookie", cookies } } };
        if (csrf is not null)
        {
            request.Headers.Add("X-CSRF-Token", csrf);
        }

        return await _api.SendAsync(request);
    }
}
