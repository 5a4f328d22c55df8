using System.Net;
using CleanAuth.WebApi.Security;
using CleanAuth.WebApi.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.WebApi.Tests.Security;

/// <summary>Walks every route of the running application with every kind of token: only the pairs of the access table get in.</summary>
public sealed class TokensAtEveryRoute
{
    private static readonly string[] s_kinds = ["none", "access", "secondFactor", "enrollment", "refresh", "proof", "garbage", "expired", "ended", "administrator"];

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

    [Test]
    public async Task Only_the_pairs_of_the_access_table_get_in()
    {
        var tokens = await TokensAsync();
        var routes = Routes().ToList();
        Assert.That(routes.Select(route => route.Access).Distinct(), Is.SupersetOf((string[])
            [Access.FullToken, Access.FreshProof, Access.SecondFactorToken, Access.FullOrEnrollmentToken, Access.FreshProofOrEnrollmentToken, Access.AnyCaller]));
        var before = await RowsAsync();

        foreach (var (method, path, access, runsAtOnce) in routes)
        {
            // What takes no body would do its work for the right token; that it does is its own test.
            foreach (var kind in s_kinds.Where(kind => !runsAtOnce || !MayEnter(access, kind)))
            {
                var answer = await _api.SendAsync(new HttpMethod(method), path, method == "GET" ? null : "{\"no-such-member\":1}", tokens[kind]);
                Assert.That(GotIn(answer), Is.EqualTo(MayEnter(access, kind)), $"{method} {path} ({access}) with {kind}: {answer.Status} {answer.Body}");
                if (kind == "enrollment" && !MayEnter(access, kind))
                {
                    answer.Expect(HttpStatusCode.Forbidden, "enrollment_required");
                }
            }
        }

        Assert.That(await RowsAsync(), Is.EqualTo(before), "no request of the walk may change anything");
    }

    [Test]
    public async Task A_restricted_token_is_told_what_it_is_for()
    {
        const string code = "second_factor_required";
        var restricted = await _api.StartLogInAsync(await _api.NewPersonWithSmsFactorAsync());

        (await _api.GetAccountAsync(restricted)).Expect(HttpStatusCode.Forbidden, code);
        (await _api.GetTwoFactorAsync(restricted)).Expect(HttpStatusCode.Forbidden, code);
        (await _api.SetSmsFactorAsync(restricted, enabled: false)).Expect(HttpStatusCode.Forbidden, code);
    }

    [Test]
    public void An_enrolment_token_opens_exactly_what_switches_a_first_factor_on() =>
        Assert.That(Routes().Where(route => route.Access != "anonymous" && MayEnter(route.Access, "enrollment")).Select(route => $"{route.Method} {route.Path}"), Is.EquivalentTo(new[]
        {
            "POST /api/v1/2fa/generate", "POST /api/v1/2fa/turn-on", "PUT /api/v1/2fa/sms", "POST /api/v1/auth/send-otp", "POST /api/v1/auth/verify-otp",
        }));

    [Test]
    public async Task A_token_in_the_query_string_is_ignored()
    {
        var person = await _api.NewPersonAsync();

        (await _api.SendAsync(HttpMethod.Get, $"/api/v1/account?access_token={person.AccessToken}")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    // A body with an unknown member is refused with 400 before any use case runs, so 400 means: the door was open.
    // So does a 404 for a thing that is not there.
    private static bool GotIn(Answer answer) => answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.OK or HttpStatusCode.NotFound;

    private static bool MayEnter(string access, string kind) => access switch
    {
        Access.FullToken or Access.FreshProof or Access.RecentProof => kind is "access" or "administrator",
        Access.Administrator or Access.AdministratorFreshProof => kind == "administrator",
        Access.SecondFactorToken => kind == "secondFactor",
        Access.FullOrEnrollmentToken or Access.FreshProofOrEnrollmentToken => kind is "access" or "administrator" or "enrollment",
        Access.AnyCaller => kind is "none" or "access" or "administrator" or "secondFactor" or "enrollment",
        _ => true,
    };

    private IEnumerable<(string Method, string Path, string Access, bool RunsAtOnce)> Routes() =>
        from endpoint in _host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        where path.StartsWith("/api/", StringComparison.Ordinal) && !path.StartsWith("/api/v1/webhooks/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select (method, path, AccessOf(endpoint), method != "GET" && !TakesBody(endpoint));

    private static bool TakesBody(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetRequiredMetadata<ControllerActionDescriptor>().Parameters.Any(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Body);

    private static string AccessOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            ? "anonymous"
            : endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).Single() ?? Access.FullToken;

    private async Task<Dictionary<string, string?>> TokensAsync()
    {
        var expired = await _api.NewPersonAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(11));
        var ended = await _api.NewPersonAsync();
        (await _api.LogOutAsync(ended.AccessToken)).Expect(HttpStatusCode.NoContent);
        var person = await _api.NewPersonWithSmsFactorAsync();

        var administrator = await _api.NewAdministratorAsync(_host.Database);

        // As after a step-up: its level is the account's.
        await _host.Database.ExecuteAsync("UPDATE sessions SET methods = 'pwd sms mfa' WHERE ended_at IS NULL");
        return new Dictionary<string, string?>
        {
            ["none"] = null,
            ["access"] = person.AccessToken,
            ["secondFactor"] = await _api.StartLogInAsync(person),
            ["enrollment"] = (await _strict.Client().NewEnrolmentAsync()).EnrollmentToken,
            ["refresh"] = person.RefreshToken,
            ["proof"] = await _api.ProvePhoneAsync(AuthApi.NewPhone()),
            ["garbage"] = "eyJhbGciOiJub25lIn0.e30.",
            ["expired"] = expired.AccessToken,
            ["ended"] = ended.AccessToken,
            ["administrator"] = administrator.Token,
        };
    }

    // What was exported is told (decisions 26).
    private Task<string> RowsAsync() => _host.Database.ReadAsync<string>("""
        SELECT concat_ws(' ', (SELECT count(*) FROM accounts), (SELECT count(*) FROM sessions WHERE ended_at IS NULL), (SELECT count(*) FROM refresh_tokens),
            (SELECT count(*) FROM otp_challenges), (SELECT sum(tries) FROM otp_challenges), (SELECT count(*) FROM outbox_messages), (SELECT count(*) FROM pending_logins),
            (SELECT sum(tries) FROM pending_logins), (SELECT count(*) FROM enrollments), (SELECT count(*) FROM pending_authenticators), (SELECT count(*) FROM phone_proofs WHERE spent_at IS NULL), (SELECT count(*) FROM audit_events WHERE event NOT IN (1010, 8010)))
        """);
}
