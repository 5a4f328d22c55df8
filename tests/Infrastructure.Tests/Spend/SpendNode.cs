using System.Security.Cryptography;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Spend;
using CleanAuth.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace CleanAuth.Infrastructure.Tests.Spend;

/// <summary>Everything behind the ports on a real database, with nothing running by itself.</summary>
internal sealed class SpendNode : IAsyncDisposable
{
    /// <summary>The middle of an hour, so that no window ends in a test.</summary>
    internal static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 30, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    private SpendNode(TestDatabase database, ServiceProvider services) => (Database, _services) = (database, services);

    internal TestDatabase Database { get; }

    internal static async Task<SpendNode> StartAsync()
    {
        var database = await TestDatabase.CreateAsync();
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Default"] = database.ConnectionString,
            ["Security:MasterKey"] = $"test1:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}",
            ["Jwt:Issuer"] = "https://auth.example.com",
            ["Jwt:Audience"] = "cleanauth",
            ["Sms:Domain"] = "auth.example.com",
            ["Sms:AllowedCallingCodes:0"] = "44",
            ["Sms:Spend:DefaultPrice"] = "0.05",
            ["Plivo:AuthId"] = "MATESTACCOUNT0000001",
            ["Plivo:AuthToken"] = "a-token-that-no-log-line-may-show:01",
            ["Plivo:SenderId"] = "CleanAuth",
        };
        var services = new ServiceCollection().AddLogging()
            .AddInfrastructure(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new HostingEnvironment { EnvironmentName = Environments.Production });
        return new SpendNode(database, services.BuildServiceProvider());
    }

    internal async Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    internal Task InScopeAsync<TService>(Func<TService, Task> work)
        where TService : notnull =>
        InScopeAsync<TService, bool>(async service =>
        {
            await work(service);
            return true;
        });

    /// <summary>Stores a message to this number, at <see cref="SpendPolicy.DefaultPrice"/>, and gives its id.</summary>
    internal Task<Guid> StoreAsync(string number, DateTimeOffset? at = null) => InScopeAsync<IOtpChallenges, Guid>(async challenges =>
    {
        var (phone, then) = (PhoneNumber.Parse(number), at ?? Now);
        var challenge = new OtpChallenge(ChallengeId.Generate(), new OtpScope(OtpPurpose.PhoneVerification), phone, "K7", then, then.AddMinutes(5));
        var message = new OutgoingMessage(Guid.CreateVersion7(then), OtpChannel.Sms, phone, "text", challenge.ExpiresAt);
        var attempt = new SendAttempt(phone, SendLane.Anonymous, null, new ClientAddress("192.0.2.1"), Money.Of(0.05m), then);
        var opened = await challenges.OpenAsync(challenge, new CodeHash("k", new byte[32]), message, new SendHistory(SendLane.Anonymous, 0, []), attempt, CancellationToken.None);
        Assert.That(opened.Value, Is.True);
        return message.Id;
    });

    /// <summary>Micros of the counters of this kind and key; nothing for a counter that is not there.</summary>
    internal Task<long> MicrosAsync(SpendKind kind, string key) =>
        Database.ReadAsync<long>($"SELECT coalesce((SELECT micros FROM spend_counters WHERE kind = {(int)kind} AND key = '{key}'), 0)");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }
}
