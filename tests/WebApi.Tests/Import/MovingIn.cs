using System.Buffers.Binary;
using System.Net;
using CleanAuth.TestKit.Import;
using CleanAuth.WebApi.Tests.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CleanAuth.WebApi.Tests.Import;

/// <summary>Who had a password elsewhere logs in with it here, and from then on its hash is ours.</summary>
public sealed class MovingIn
{
    private const int Rounds = 210_000;

    private ServiceHost _host;
    private AuthApi _api;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync(("Budgets:Passwords:FreeFailures", "20"));
        _host.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount = Rounds;
        _api = _host.Client();
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCaseSource(typeof(HashVector), nameof(HashVector.All))]
    public async Task The_old_password_logs_in_and_its_hash_is_replaced_and_a_wrong_one_does_neither(HashVector vector)
    {
        var email = await ImportAsync(vector.Hash);

        (await _api.LogInAsync(email, $"{vector.Password}x")).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        Assert.That(await HashOfAsync(email), Is.EqualTo(vector.Hash));

        (await _api.LogInAsync(email, vector.Password)).Expect(HttpStatusCode.OK);
        var replaced = await HashOfAsync(email);
        AssertIsOurs(replaced);

        (await _api.LogInAsync(email, $"{vector.Password}x")).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await _api.LogInAsync(email, vector.Password)).Expect(HttpStatusCode.OK);
        Assert.That(await HashOfAsync(email), Is.EqualTo(replaced));
    }

    [Test]
    public async Task Of_a_password_that_bcrypt_cut_off_every_byte_counts_after_the_first_log_in()
    {
        var (vector, cut) = (HashVector.PastBcrypt, HashVector.PastBcrypt.Password[..72]);
        var email = await ImportAsync(vector.Hash);

        (await _api.LogInAsync(email, vector.Password)).Expect(HttpStatusCode.OK);

        (await _api.LogInAsync(email, cut)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        (await _api.LogInAsync(email, vector.Password)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Twenty_first_log_ins_at_once_all_get_in_and_leave_one_hash()
    {
        var email = await ImportAsync(HashVector.Cheap.Hash);

        var answers = await AtOnce.SendAsync(20, _ => _api.LogInAsync(email, HashVector.Cheap.Password));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.OK));
        AssertIsOurs(await HashOfAsync(email));
        (await _api.LogInAsync(email, HashVector.Cheap.Password)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_hash_that_is_none_fits_no_password_and_breaks_nothing()
    {
        var email = await ImportAsync(HashVector.Cheap.Hash);

        foreach (var planted in HashVector.Malformed.Concat(HashVector.Dear.Where(text => text[0] == '$')))
        {
            await _host.Database.ExecuteAsync($"UPDATE accounts SET password_hash = '{planted}' WHERE email = '{email}'; DELETE FROM password_budgets");
            (await _api.LogInAsync(email, HashVector.Cheap.Password)).Expect(HttpStatusCode.Unauthorized, "invalid_credentials");
        }
    }

    [Test]
    public async Task A_verified_number_moves_in_as_such_and_may_become_a_factor()
    {
        var (email, phone) = (AuthApi.NewEmail(), AuthApi.NewPhone());
        var imported = await _host.ImportAsync(Lines.Of(email, phone: phone, phoneVerified: true, displayName: "Ann"));
        Assert.That(imported, Is.EqualTo((0, "imported 1, already there 0, refused 0", "")));

        var token = (await _api.LogInAsync(email, HashVector.Cheap.Password)).Expect(HttpStatusCode.OK)["accessToken"]!;

        var account = (await _api.GetAccountAsync(token)).Expect(HttpStatusCode.OK);
        Assert.That((account["phoneNumber"], account["displayName"], account["recoverable"]), Is.EqualTo((phone, "Ann", "True")));
        (await _api.SetSmsFactorAsync(token, enabled: true)).Expect(HttpStatusCode.OK);
    }

    private async Task<string> ImportAsync(string hash)
    {
        var email = AuthApi.NewEmail();
        Assert.That(await _host.ImportAsync(Lines.Of(email, hash)), Is.EqualTo((0, "imported 1, already there 0, refused 0", "")));
        return email;
    }

    private Task<string> HashOfAsync(string email) => _host.Database.ReadAsync<string>($"SELECT password_hash FROM accounts WHERE email = '{email}'");

    /// <summary>Version 3, HMAC-SHA512, our rounds.</summary>
    private static void AssertIsOurs(string hash)
    {
        var bytes = Convert.FromBase64String(hash);
        Assert.That((bytes[0], BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(5)), bytes.Length), Is.EqualTo((1, 2, Rounds, 61)));
    }
}
