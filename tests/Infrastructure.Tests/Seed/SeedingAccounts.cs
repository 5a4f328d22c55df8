using CleanAuth.Infrastructure.Seed;
using CleanAuth.Infrastructure.Tests.Security;
using CleanAuth.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace CleanAuth.Infrastructure.Tests.Seed;

/// <summary>The command that fills a developer's database, with the run-time account.</summary>
public sealed class SeedingAccounts
{
    private static readonly DateTimeOffset s_now = new(2026, 6, 15, 13, 0, 0, TimeSpan.Zero);

    private TestDatabase _database;

    [SetUp]
    public async Task Start() => _database = await TestDatabase.CreateAsync();

    [TearDown]
    public ValueTask Stop() => _database?.DisposeAsync() ?? default;

    [Test]
    public async Task It_adds_as_many_accounts_as_it_is_told_and_a_second_run_adds_others()
    {
        var output = new StringWriter();

        Assert.That(await SeedAsync(Environments.Development, s_now, output, "300"), Is.Zero, $"{output}");
        Assert.That(await SeedAsync(Environments.Development, s_now.AddSeconds(1), output, "200"), Is.Zero, $"{output}");

        Assert.That(output.ToString().Split('\n', StringSplitOptions.TrimEntries), Is.EqualTo(new[] { "300 accounts added.", "200 accounts added.", "" }));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM accounts"), Is.EqualTo(500));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM accounts WHERE phone_number NOT LIKE '+10%' OR email NOT SIMILAR TO '%@example.(com|net|org)'"), Is.Zero, "of nobody");
    }

    [TestCase("Production")]
    [TestCase("Staging")]
    public async Task It_adds_nothing_outside_Development(string environment)
    {
        var output = new StringWriter();

        Assert.That(await SeedAsync(environment, s_now, output, "300"), Is.EqualTo(1));

        Assert.That($"{output}", Does.Contain("runs in Development only"));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM accounts"), Is.Zero);
    }

    [TestCase]
    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("10000001")]
    [TestCase("many")]
    [TestCase("1", "2")]
    public async Task What_is_no_number_of_accounts_is_refused(params string[] args)
    {
        var output = new StringWriter();

        Assert.That(await SeedAsync(Environments.Development, s_now, output, args), Is.EqualTo(1));

        Assert.That($"{output}", Does.StartWith("Usage: seed-accounts N"));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM accounts"), Is.Zero);
    }

    private Task<int> SeedAsync(string environment, DateTimeOffset now, TextWriter output, params string[] args) => AccountSeed.RunAsync(
        new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Default", _database.ConnectionString)]).Build(),
        new HostingEnvironment { EnvironmentName = environment }, new ManualTime(now), args, output);
}
