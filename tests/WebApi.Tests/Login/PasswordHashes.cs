using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanAuth.WebApi.Tests.Login;

/// <summary>When an old hash is replaced, and that a full queue is nobody's failure.</summary>
public sealed class PasswordHashes
{
    private ServiceHost _host;

    [OneTimeSetUp]
    public async Task Start() => _host = await ServiceHost.StartAsync();

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [Test]
    public async Task A_100_000_iteration_hash_is_replaced_at_the_next_right_log_in_not_at_a_wrong_one()
    {
        var email = AuthApi.NewEmail();
        await using var older = WithIterations(100_000);
        (await older.Client().SignUpAsync(email)).Expect(HttpStatusCode.Created);
        var before = await HashAsync(email);
        await using var newer = WithIterations(210_000);

        (await newer.Client().LogInAsync(email, Guessing.Wrong)).Expect(HttpStatusCode.Unauthorized);
        Assert.That(await HashAsync(email), Is.EqualTo(before));
        (await newer.Client().LogInAsync(email)).Expect(HttpStatusCode.OK);
        var after = await HashAsync(email);

        Assert.That((IterationsOf(before), IterationsOf(after)), Is.EqualTo((100_000, 210_000)));
        (await newer.Client().LogInAsync(email)).Expect(HttpStatusCode.OK);
        Assert.That(await HashAsync(email), Is.EqualTo(after), "once");
    }

    [Test]
    public async Task Who_finds_the_queue_full_is_not_counted_as_having_failed()
    {
        var (hasher, email) = (new CountingHasher(), AuthApi.NewEmail());
        await using var node = _host.StartAnother(hasher.Replace, ("RateLimits:PasswordHashing:Parallel", "1"), ("RateLimits:PasswordHashing:QueueLimit", "1"));
        var api = node.Client();
        (await api.SignUpAsync(email)).Expect(HttpStatusCode.Created);

        hasher.Hold();
        var compared = api.LogInAsync(email, Guessing.Wrong);
        await hasher.WaitUntilBegunAsync(1);
        var others = Enumerable.Range(0, 7).Select(_ => api.LogInAsync(email, Guessing.Wrong)).ToList();
        var busy = new List<Answer>();
        await foreach (var other in Task.WhenEach(others))
        {
            busy.Add(await other);
            if (busy.Count == others.Count - 1)
            {
                hasher.Release();
            }
        }

        (await compared).Expect(HttpStatusCode.Unauthorized);
        Assert.That(busy.Count(answer => answer.Code == "unavailable"), Is.EqualTo(6), "one waited");
        Assert.That(await _host.Database.ReadAsync<int>("SELECT max(failures) FROM password_budgets"), Is.EqualTo(2));
    }

    // The hasher reads it when the first password comes.
    private ServiceHost WithIterations(int iterations)
    {
        var node = _host.StartAnother();
        node.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount = iterations;
        return node;
    }

    private Task<string> HashAsync(string email) => _host.Database.ReadAsync<string>($"SELECT password_hash FROM accounts WHERE email = '{email}'");

    // Identity's third format: marker, function, then the rounds, big-endian.
    private static int IterationsOf(string hash) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5));
}
