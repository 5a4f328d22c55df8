using System.Net;
using System.Text;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using CleanAuth.WebApi.Tests.OpenApi;
using Operation = CleanAuth.WebApi.Tests.Input.Operation;

namespace CleanAuth.WebApi.Tests.Cookies;

/// <summary>Attack 49, at every operation of the running service: cookies alone change nothing.</summary>
public sealed class CsrfAtEveryRoute : EveryOperation
{
    private static readonly string[] s_ofTheirOwn = ["POST /api/v1/auth/login", "POST /api/v1/auth/logout", "POST /api/v1/auth/refresh"];

    private static bool IsSafe(Operation operation) => operation.Method == HttpMethod.Get;

    private IEnumerable<Operation> Unsafe => Operation.All(Host).Where(operation => !IsSafe(operation) && operation.Policy is not null);

    [Test]
    public async Task Every_unsafe_route_with_cookies_and_no_or_a_wrong_token_answers_403_and_changes_nothing()
    {
        var own = await CsrfOfAsync($"__Host-access={Callers.FullToken}");
        var other = await CsrfOfAsync($"__Host-access={(await Api.NewPersonAsync()).AccessToken}");
        var step = await CsrfOfAsync($"__Host-step={Callers.SecondFactorToken}");
        await Host.WaitForOutboxAsync();
        Assert.That(new[] { own, other, step }, Is.Unique);
        Assert.That(Unsafe.Count(), Is.GreaterThanOrEqualTo(11));
        var before = await TableImage.TakeAsync(Host.Database);

        using (Assert.EnterMultipleScope())
        {
            foreach (var operation in Unsafe)
            {
                var token = Callers.TokenFor(operation) ?? Callers.FullToken;
                var (name, right) = token == Callers.SecondFactorToken ? ("__Host-step", step) : ("__Host-access", own);
                foreach (var wrong in Wrong(right, name == "__Host-step" ? own : step, other))
                {
                    var answer = await SendAsync(operation, $"{name}={token}", operation.Body is null ? null : Body(operation), wrong);
                    Refusal.AssertIsOne(answer, $"{operation} with {string.Join(',', wrong)}", "csrf_invalid");
                    Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False);
                }
            }
        }

        Assert.That(await TableImage.TakeAsync(Host.Database), Is.EqualTo(before));
    }

    [Test]
    public async Task With_the_right_token_it_is_another_rule_that_refuses()
    {
        foreach (var operation in Unsafe.Where(operation => operation.Body is not null))
        {
            var token = Callers.TokenFor(operation) ?? Callers.FullToken;
            var cookie = $"{(token == Callers.SecondFactorToken ? "__Host-step" : "__Host-access")}={token}";
            var answer = await SendAsync(operation, cookie, "{\"no-such-member\":1}", await CsrfOfAsync(cookie));
            answer.Expect(HttpStatusCode.BadRequest, "validation_failed");
        }
    }

    [Test]
    public async Task Refresh_and_log_out_by_cookies_need_the_token_too_and_change_nothing_without_it()
    {
        var (person, stranger) = (await Api.NewPersonAsync(), await Api.NewPersonAsync());
        var (own, other) = (await CsrfOfAsync($"__Host-access={person.AccessToken}"), await CsrfOfAsync($"__Host-access={stranger.AccessToken}"));
        await Host.WaitForOutboxAsync();
        var before = await TableImage.TakeAsync(Host.Database);

        foreach (var path in new[] { "/api/v1/auth/refresh", "/api/v1/auth/logout" })
        {
            var operation = Operations.Single(operation => operation.Path == path);
            foreach (var cookies in new[] { $"__Host-refresh={person.RefreshToken}", $"__Host-access={person.AccessToken}; __Host-refresh={person.RefreshToken}", $"__Host-access={stranger.AccessToken}; __Host-refresh={person.RefreshToken}" })
            {
                foreach (var wrong in Wrong(own, other, ""))
                {
                    Refusal.AssertIsOne(await SendAsync(operation, cookies, "{}", wrong), $"{path} {cookies}", "csrf_invalid");
                }
            }
        }

        Assert.That(await TableImage.TakeAsync(Host.Database), Is.EqualTo(before));
    }

    [Test]
    public void The_contract_lists_the_refusal_for_every_operation_that_takes_cookies_and_for_no_other()
    {
        var listed = Contract.Operations.Where(operation => operation.ProblemCodes.Contains("csrf_invalid")).Select(operation => operation.Route);
        var demanded = Contract.Operations.Where(operation => !operation.Route.StartsWith("GET ", StringComparison.Ordinal) && operation.Json["security"]!.ToJsonString().Contains("Cookie", StringComparison.Ordinal)).Select(operation => operation.Route);
        Assert.That(listed, Is.EquivalentTo(demanded.Union(s_ofTheirOwn)));
        Assert.That(listed.Count() - s_ofTheirOwn.Length, Is.EqualTo(Unsafe.Count()));
    }

    [Test]
    public async Task What_everybody_may_call_does_not_look_at_cookies()
    {
        foreach (var operation in Operations.Where(operation => operation.Policy is null && !s_ofTheirOwn.Contains($"{operation}")).Concat(Operations.Where(operation => operation.Path.EndsWith("/login", StringComparison.Ordinal))))
        {
            var answer = await SendAsync(operation, $"__Host-access={Callers.FullToken}", "{\"no-such-member\":1}");
            answer.Expect(HttpStatusCode.BadRequest, "validation_failed");
            Assert.That(answer.Headers.Contains("X-CSRF-Token") || answer.Headers.Contains("Set-Cookie"), Is.False, $"{operation}");
        }
    }

    [Test]
    public async Task All_GETs_of_the_contract_leave_the_tables_as_they_were_but_for_security_events()
    {
        var person = await Api.NewPersonAsync();
        await Host.WaitForOutboxAsync();
        var before = await ImageWithoutEventsAsync();
        var gets = Operation.All(Host).Where(IsSafe).ToList();
        Assert.That(gets, Has.Count.GreaterThanOrEqualTo(3));

        foreach (var operation in gets)
        {
            foreach (var cookies in new[] { $"__Host-access={Callers.FullToken}", $"__Host-step={Callers.SecondFactorToken}", $"__Host-refresh={person.RefreshToken}", $"__Host-access=x; __Host-refresh={person.RefreshToken}" })
            {
                var answer = await SendAsync(operation, cookies, body: null);
                Assert.That(answer.Code, Is.Not.EqualTo("csrf_invalid"), $"{operation}");
                Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False, $"{operation}");
            }

            await Api.SendAsync(operation.Method, operation.Path, token: Callers.TokenFor(operation) ?? Callers.FullToken);
        }

        Assert.That(await ImageWithoutEventsAsync(), Is.EqualTo(before));
    }

    private async Task<IEnumerable<string>> ImageWithoutEventsAsync() =>
        (await TableImage.TakeAsync(Host.Database)).Split('\n').Where(line => !line.StartsWith("audit", StringComparison.Ordinal) && !line.Contains("activit", StringComparison.Ordinal));

    /// <summary>None, empty, garbage, those of others, the right one spoiled, and the right one twice.</summary>
    private static IEnumerable<string[]> Wrong(string right, string ofAnother, string ofAThird)
    {
        yield return [];
        yield return [""];
        yield return ["x"];
        yield return [ofAnother];
        yield return [ofAThird];
        yield return [$"{right[..^1]}{(right[^1] == 'A' ? 'B' : 'A')}"];
        yield return [right[(right.IndexOf('.', StringComparison.Ordinal) + 1)..]];
        yield return [$"unknown{right[right.IndexOf('.', StringComparison.Ordinal)..]}"];
        yield return [$"{right}.{right}"];
        yield return [right, right];
    }

    /// <summary>A caller's value, from the answer to a GET.</summary>
    private async Task<string> CsrfOfAsync(string cookies)
    {
        var get = Operation.All(Host).Single(operation => operation.ToString() == "GET /api/v1/account");
        return (await SendAsync(get, cookies, body: null)).Headers.GetValues("X-CSRF-Token").Single();
    }

    private async Task<Answer> SendAsync(Operation operation, string cookies, string? body, params string[] csrf)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Host.BaseAddress };
        using var request = new HttpRequestMessage(operation.Method, operation.Path) { Headers = { { "Cookie", cookies } } };
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("X-CSRF-Token", csrf);
        return await new AuthApi(Host.Plivo, client, Host.Clock).SendAsync(request);
    }
}
