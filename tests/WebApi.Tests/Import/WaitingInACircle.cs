using System.Globalization;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Import;

/// <summary>Two transactions that add the same people in different orders wait for each other, until PostgreSQL gives one of them up.</summary>
public sealed class WaitingInACircle
{
    private const int People = 400;

    private ServiceHost _host;

    [OneTimeSetUp]
    public async Task Start() => _host = await ServiceHost.StartAsync();

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    /// <summary>
    /// The other one has somebody of the middle, for whom the import waits once it has added those before; then it adds everybody, and waits for these.
    /// The import has waited for longer and asks first whether that is a circle, so it is the one that is given up.
    /// </summary>
    [Test]
    public async Task An_import_that_is_given_up_looks_again_and_everybody_is_there_once()
    {
        (await _host.Client().SignUpAsync("pattern@example.com")).Expect(System.Net.HttpStatusCode.Created);
        Task<(int ExitCode, string Summary, string Errors)>? import = null;

        await _host.Database.ChangeWhileItWaitsAsync(
            Add(People / 2, People / 2),
            () => Task.FromResult(import = _host.ImportAsync(Lines.Many(People))),
            $"SET LOCAL deadlock_timeout = '1min'; {Add(0, People - 1)}");

        // It looks again before the other one is done, and may be first with some.
        var done = await import!;
        var imported = await _host.Database.ReadAsync<long>("SELECT count(*) FROM audit_events WHERE event = 1009");
        Assert.That(done, Is.EqualTo((0, $"imported {imported}, already there {People - imported}, refused 0", "")));
        Assert.That(await _host.Database.ReadAsync<long>("SELECT count(DISTINCT email) FROM accounts WHERE email LIKE 'person%'"), Is.EqualTo(People));
    }

    // As the account that signed up, but for its name.
    private static string Add(int first, int last) => string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO accounts (id, email, password_hash, created_at, password_changed_at, sms_factor_enabled, totp_factor_enabled, role, must_enroll)
        SELECT gen_random_uuid(), 'person' || number || '@example.com', password_hash, created_at, password_changed_at, sms_factor_enabled, totp_factor_enabled, role, must_enroll
        FROM accounts, generate_series({first}, {last}) AS number WHERE email = 'pattern@example.com' ORDER BY number
        ON CONFLICT DO NOTHING
        """);
}
