using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using CleanAuth.WebApi.Tests.Transport;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanAuth.WebApi.Tests.Faults;

/// <summary>Attack 32: a storm of log-ins fills its queue and nothing else.</summary>
public sealed class HashingQueue
{
    private const int Storm = 16;

    private ServiceHost _host;
    private AuthApi _api;
    private string _token;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(("RateLimits:PasswordHashing:QueueLimit", "1"));
        _api = _host.Client();
        var email = AuthApi.NewEmail();
        (await _api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        _token = (await _api.LogInAsync(email)).Expect(HttpStatusCode.OK)["accessToken"]!;
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCase("login")]
    [TestCase("sign-up")]
    public async Task Those_beyond_the_queue_are_told_to_come_later_while_token_checks_go_on(string operation)
    {
        await using var slow = _host.StartAnother(("RateLimits:PasswordHashing:QueueLimit", "1"), ("RateLimits:PasswordHashing:MaxWaitSeconds", "60"));

        // The hasher reads it when the first password comes: long enough for all of the storm to arrive meanwhile.
        slow.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount = 2_000_000;
        var api = slow.Client();

        var storm = Enumerable.Range(0, Storm)
            .Select(_ => api.PostAsync($"/api/v1/auth/{operation}", new { email = AuthApi.NewEmail(), password = AuthApi.Password })).ToList();
        var busy = await FirstAsync(storm, answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        var account = await api.GetAccountAsync(_token);
        var unfinished = storm.Count(request => !request.IsCompleted);
        var answers = await Task.WhenAll(storm);

        account.Expect(HttpStatusCode.OK);
        Assert.That(unfinished, Is.Positive, "the account was read while passwords were hashed");
        Refusal.AssertIsProblem(busy, operation);
        Assert.That(busy.Code, Is.EqualTo("unavailable"));
        Assert.That(HeaderSet.Field(busy, "Retry-After"), Is.EqualTo("5"));
        Assert.That(answers.Select(answer => answer.Code), Is.All.Null.Or.EqualTo("unavailable").Or.EqualTo("invalid_credentials"));

        // One runs on each core and one waits; who comes when another is done may take its place.
        var served = answers.Count(answer => answer.Code != "unavailable");
        Assert.That(served, Is.InRange(Environment.ProcessorCount + 1, Storm - 1));
    }

    [Test]
    public async Task After_the_storm_the_next_log_in_gets_in()
    {
        await using var slow = _host.StartAnother(("RateLimits:PasswordHashing:QueueLimit", "1"), ("RateLimits:PasswordHashing:MaxWaitSeconds", "60"));
        slow.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount = 300_000;
        var api = slow.Client();

        await AtOnce.SendAsync(Storm, _ => api.LogInAsync(AuthApi.NewEmail()));

        (await api.LogInAsync(AuthApi.NewEmail())).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
    }

    private static async Task<Answer> FirstAsync(IEnumerable<Task<Answer>> requests, Func<Answer, bool> fits)
    {
        await foreach (var request in Task.WhenEach(requests))
        {
            if (await request is var answer && fits(answer))
            {
                return answer;
            }
        }

        throw new InvalidOperationException("None fitted.");
    }
}
