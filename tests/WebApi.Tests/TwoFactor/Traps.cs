using System.Buffers.Text;
using System.Net;
using System.Text;
using CleanAuth.Domain.Accounts;
using CleanAuth.WebApi.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>
/// Walks every state of an account and tries everything that somebody with the right password can do. Nothing but the required factors opens a
/// session, and whoever has them gets one, at the latest after an operator's <c>unlock</c>. Only a disabled account stays shut: that is meant. Whoever lost a secret needs an administrator's
/// reset, which there is not yet.
/// </summary>
public sealed class Traps
{
    private static readonly ParallelOptions s_parallel = new() { MaxDegreeOfParallelism = 8 };

    private ServiceHost _free;
    private ServiceHost _strict;
    private PasswordHash _password;

    [OneTimeSetUp]
    public async Task Start()
    {
        _free = await ServiceHost.StartAsync();
        _strict = _free.StartAnother(("TwoFactor:RequiredFor", "everybody"));
        await using var scope = _free.Services.CreateAsyncScope();
        _password = (await scope.ServiceProvider.GetRequiredService<IAccounts>().HashPasswordAsync(AuthApi.Password, CancellationToken.None)).Value;
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_strict is not null)
        {
            await _strict.DisposeAsync();
        }

        if (_free is not null)
        {
            await _free.DisposeAsync();
        }
    }

    [Test]
    public void Every_state_is_walked()
    {
        var all = FactorState.All.ToList();

        Assert.That(all, Has.Count.EqualTo(10 * 2 * 8 * 2), "ten of factors, number and codes; required; suspended; disabled");
        Assert.That(all.Select(state => state.Login).Distinct(), Is.EquivalentTo(new[] { "complete", "secondFactorRequired", "enrollmentRequired", "account_disabled" }));
    }

    [Test]
    public Task From_every_state_the_factors_that_are_required_and_nothing_less_lead_to_a_full_log_in() =>
        Parallel.ForEachAsync(FactorState.All, s_parallel, async (state, _) => await WalkAsync(await TrappedPerson.CreateAsync(_free, state, _password)));

    private async Task WalkAsync(TrappedPerson person)
    {
        var state = person.State;
        var node = state.Required ? _strict : _free;
        var api = node.Client();
        var login = await api.LogInAsync(person.Email);

        Assert.That(login.Code ?? login["status"], Is.EqualTo(state.Login), $"{state}: {login.Body}");
        var refreshed = await api.RefreshAsync(person.RefreshToken);
        Assert.That(refreshed.Status == HttpStatusCode.OK, Is.EqualTo(!state.Disabled && !state.Required), $"{state}: a session of the password alone");

        var session = state.Login switch
        {
            "complete" => login,
            "enrollmentRequired" => await EnrolAsync(api, person, login["enrollmentToken"]!),
            "secondFactorRequired" => await ProveAsync(node, api, person, login),
            _ => await StayShutAsync(node, api, person),
        };
        if (session is not null)
        {
            await LeaveAsync(api, person, session);
        }
    }

    /// <summary>Either factor that the answer names ends the log-in; here the app, or the number where the account has one.</summary>
    private static async Task<Answer?> EnrolAsync(AuthApi api, TrappedPerson person, string token)
    {
        var state = person.State;
        foreach (var method in FactorState.Methods)
        {
            Assert.That((await person.AuthenticateAsync(api, method, token)).Code, Is.EqualTo("enrollment_required"), $"{state}: {method}");
        }

        if (state.Phone)
        {
            return Full(state, await api.EnrolSmsAsync(token, await api.ProvePhoneAsync(person.PhoneNumber, token)));
        }

        var secret = (await api.GenerateTotpAsync(token)).Expect(HttpStatusCode.OK)["secret"]!;
        return Full(state, await api.TurnOnTotpAsync(token, api.CodeOf(secret)));
    }

    /// <summary>Tries the right code of every method, those first that must not open, then after an unlock what is left.</summary>
    private static async Task<Answer?> ProveAsync(ServiceHost node, AuthApi api, TrappedPerson person, Answer login)
    {
        var state = person.State;
        Assert.That(
            login.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("method").GetString()), Is.EqualTo(FactorState.Methods.Where(state.Opens)), $"{state}");
        foreach (var method in FactorState.Methods.Where(method => !state.Opens(method)))
        {
            Assert.That((await person.AuthenticateAsync(api, method, login["secondFactorToken"]!)).Status, Is.Not.EqualTo(HttpStatusCode.OK), $"{state}: {method}");
        }

        // With one factor right, the others stay suspended; each one that is not is enough by itself.
        Answer? session = null;
        foreach (var method in FactorState.Methods.Where(state.Opens))
        {
            session = Full(state, await person.AuthenticateAsync(api, method, await TokenAsync(api, person)));
        }

        if (session is null)
        {
            Assert.That(await OperatorCommands.UnlockAsync(node.Services, person.Email, TextWriter.Null), Is.Zero);
            var first = FactorState.Methods.First(state.Has);
            session = Full(state, await person.AuthenticateAsync(api, first, await TokenAsync(api, person)));
        }

        return session;
    }

    /// <summary>What an operator's unlock does not open either.</summary>
    private static async Task<Answer?> StayShutAsync(ServiceHost node, AuthApi api, TrappedPerson person)
    {
        Assert.That(await OperatorCommands.UnlockAsync(node.Services, person.Email, TextWriter.Null), Is.Zero);
        (await api.LogInAsync(person.Email)).Expect(HttpStatusCode.Forbidden, "account_disabled");
        return null;
    }

    /// <summary>Whatever its owner switches off, the account can be logged in to, and is never below what is required.</summary>
    private static async Task LeaveAsync(AuthApi api, TrappedPerson person, Answer session)
    {
        var (state, token) = (person.State, session["accessToken"]!);
        await api.TurnOffTotpAsync(token);
        await api.SetSmsFactorAsync(token, enabled: false);

        var after = (await api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK);
        Assert.That(after["status"], Is.EqualTo(state.Required ? "secondFactorRequired" : "complete"), $"{state}: {after.Body}");
    }

    private static async Task<string> TokenAsync(AuthApi api, TrappedPerson person) => (await api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["secondFactorToken"]!;

    private static Answer Full(FactorState state, Answer answer)
    {
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), $"{state}: {answer.Body}");
        Assert.That(answer["status"], Is.EqualTo("complete"), $"{state}");
        Assert.That(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(answer["accessToken"]!.Split('.')[1])), Does.Contain("\"acr\":\"urn:cleanauth:acr:2\""), $"{state}");
        return answer;
    }
}
