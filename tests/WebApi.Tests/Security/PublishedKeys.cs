using System.Net;
using CleanAuth.TestKit;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Security;

/// <summary>The signing keys of a service that nobody rotates.</summary>
public sealed class PublishedKeys
{
    private readonly string _masterKey = ProductionSettings.NewMasterKey();
    private TestDatabase _database;
    private PlivoStub _plivo;
    private ServiceProcess _node;

    [OneTimeSetUp]
    public async Task Start()
    {
        (_database, _plivo) = (await TestDatabase.CreateAsync(), await PlivoStub.StartAsync());
        _node = await ServiceProcess.StartAsync(typeof(Program).Assembly.Location, Settings);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await (_node?.DisposeAsync() ?? default);
        await (_plivo?.DisposeAsync() ?? default);
        await (_database?.DisposeAsync() ?? default);
    }

    [TestCase("now")]
    [TestCase("--NOW")]
    [TestCase("--now", "--now")]
    public async Task A_command_with_a_slip_of_the_pen_changes_nothing(params string[] args)
    {
        await using var process = CommandProcess.Start(typeof(Program).Assembly.Location, Settings, ["rotate-keys", .. args]);
        var end = await process.WaitAsync();

        Assert.That(end.ExitCode, Is.EqualTo(1), end.Output + end.Errors);
        Assert.That(end.Output + end.Errors, Does.Contain("Usage: rotate-keys"));
        Assert.That(await _database.ReadAsync<long>("SELECT count(*) FROM signing_keys WHERE withdrawn_at IS NULL"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_published_set_holds_public_halves_only_and_is_kept_for_less_than_the_announcement()
    {
        var client = new AuthApi(_plivo, new HttpClient { BaseAddress = _node.BaseAddress });

        var answer = (await client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Expect(HttpStatusCode.OK);

        Assert.That(answer.Json.GetProperty("keys")[0].EnumerateObject().Select(member => member.Name), Is.EquivalentTo(new[] { "kid", "kty", "use", "alg", "crv", "x", "y" }));
        Assert.That(answer.Headers.CacheControl!.MaxAge, Is.LessThanOrEqualTo(TimeSpan.FromHours(1)), "a key is published a day before it signs");
    }

    private IEnumerable<(string Setting, string Value)> Settings => ProductionSettings.Of(_database, _plivo.BaseUrl, _masterKey);
}
