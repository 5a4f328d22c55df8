using System.Buffers.Text;
using System.Net;
using System.Text;
using CleanAuth.Domain.Accounts;
using CleanAuth.WebApi.Tests.Administration;
using CleanAuth.WebApi.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>
/// Walks every state of an account and tries everything that somebody with the right password can do. Nothing but the required factors opens a
/// session, and whoever has them gets one, at the latest after an <c>unlock</c>. Whoever lost them gets one after an administrator's reset. Only a disabled
/// account stays shut: that is meant.
/// </summary>
public sealed class Traps
{
    private static readonly ParallelOptions s_parallel = new() { MaxDegreeOfParallelism = 8 };

    private ServiceHost _free;
    private ServiceHost _strict;
    private ServiceHost _administrators;
    private Administrator _administrator;
    private PasswordHash _password;

    private static IEnumerable<(FactorState State, Way Way)> Enrolments =>
        from state in FactorState.All
        where state.Login == "enrollmentRequired"
        from way in Enum.GetValues<Way>()
        where state.Phone || way is Way.App or Way.AnotherNumber
        select (state, way);

    [OneTimeSetUp]
    public async Task Start()
    {
        _free = await ServiceHost.StartAsync();
        _strict = _free.StartAnother(("TwoFactor:RequiredFor", "everybody"));
        _administrators = _free.StartAnother(("TwoFactor:RequiredFor", "administrators"));
        _administrator = await _free.Client().NewAdministratorAsync(_free.Database);
        await using var scope = _free.Services.CreateAsyncScope();
        _password = (await scope.ServiceProvider.GetRequiredService<IAccounts>().HashPasswordAsync(AuthApi.Password, CancellationToken.None)).Value;
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_administrators is not null)
        {
            await _administrators.DisposeAsync();
        }

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
        var all = FactorState.All;

        Assert.That(FactorState.Factors, Has.Count.EqualTo(10), "of factors, number and codes");
        Assert.That(all.Where(state => state is { HasFactor: true, Demand: Demand.None, Disabled: false }).ToList(), Has.Count.EqualTo(30 * 3), "suspended, of what there is; barred");
        Assert.That(all.Where(state => state is { Suspended.Count: 0, Barred: null, Reset: false, Disabled: false }).ToList(), Has.Count.EqualTo(10 * 6), "demanded");
        Assert.That(all.Where(state => state is { Reset: true, Disabled: false }).ToList(), Has.Count.EqualTo(2 * 2 * (6 + 2)), "reset: number; suspended; demanded or barred");
        Assert.That(all.Where(state => state.Disabled).ToList(), Has.Count.EqualTo(10 + 2));
        Assert.That(all.Select(state => state.Login).Distinct(), Is.EquivalentTo(new[] { "complete", "secondFactorRequired", "enrollmentRequired", "account_disabled" }));
    }

    [Test]
    public Task From_every_state_the_factors_that_are_required_and_nothing_less_lead_to_a_full_log_in() =>
        Parallel.ForEachAsync(
            FactorState.All.Where(state => state.Login != "enrollmentRequired"), s_parallel, async (state, _) => await WalkAsync(await TrappedPerson.CreateAsync(_free, state, _password)));

    [Test]
    public Task Whoever_must_enrol_gets_in_by_the_ways_that_are_open_and_no_other() =>
        Parallel.ForEachAsync(Enrolments, s_parallel, async (walk, _) => await EnrolAsync(await TrappedPerson.CreateAsync(_free, walk.State, _password), walk.Way));

    [Test]
    public Task From_every_state_somebody_who_lost_the_factors_gets_in_after_a_reset_and_somebody_who_lost_the_number_as_well() =>
        Parallel.ForEachAsync(
            FactorState.BeforeReset.SelectMany(state => new[] { (State: state, PhoneLost: false), (State: state, PhoneLost: true) }), s_parallel,
            async (walk, _) => await ResetAsync(await TrappedPerson.CreateAsync(_free, walk.State, _password), walk.PhoneLost));

    [Test]
    public Task A_demand_that_is_lifted_opens_the_account_to_its_password_again() =>
        Parallel.ForEachAsync(FactorState.Factors.Where(state => !state.HasFactor), s_parallel, async (state, _) =>
        {
            var (api, person) = (_free.Client(), await TrappedPerson.CreateAsync(_free, state with { Demand = Demand.Due }, _password));
            Assert.That((await api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("enrollmentRequired"), $"{state}");

            (await api.DemandFactorAsync(_administrator.Token, $"{person.Id.Value}", required: false)).Expect(HttpStatusCode.NoContent);

            Assert.That((await api.LogInAsync(person.Email)).Expect(HttpStatusCode.OK)["status"], Is.EqualTo("complete"), $"{state}");
        });

    private async Task WalkAsync(TrappedPerson person)
    {
        var state = person.State;
        var node = NodeOf(state);
        var api = node.Client();
        var login = await LogInAsync(api, person);
        var session = state.Login switch
        {
            "complete" => login,
            "secondFactorRequired" => await ProveAsync(node, api, person, login),
            _ => await StayShutAsync(node, api, person),
        };
        if (session is not null)
        {
            await LeaveAsync(api, person, session);
        }
    }

    /// <summary>One way; when it is shut another that is open, with the same token; when none is, after an unlock.</summary>
    private async Task EnrolAsync(TrappedPerson person, Way way)
    {
        var state = person.State;
        var node = NodeOf(state);
        var api = node.Client();
        var token = (await LogInAsync(api, person))["enrollmentToken"]!;
        foreach (var method in FactorState.Methods)
        {
            Assert.That((await person.AuthenticateAsync(api, method, token)).Code, Is.EqualTo("enrollment_required"), $"{state}: {method}");
        }

        var answer = await person.EnrolAsync(api, way, token, message: 1);
        if (!state.Opens(way))
        {
            Assert.That(answer.Status, Is.Not.EqualTo(HttpStatusCode.OK), $"{state}: {way}");
            var message = 1 + _free.Plivo.Messages.Count(sent => sent.To == person.PhoneNumber && sent.Code is not null);
            var open = new[] { Way.App, Way.AppAndNumber }.Where(state.Opens).ToList();
            if (open.Count == 0)
            {
                Assert.That(await OperatorCommands.UnlockAsync(node.Services, person.Email, TextWriter.Null), Is.Zero);
                open = [Way.AppAndNumber];
            }

            answer = await person.EnrolAsync(api, open[0], token, message);
        }

        await LeaveAsync(api, person, Full(state, answer));
    }

    private async Task ResetAsync(TrappedPerson person, bool phoneLost)
    {
        var api = _free.Client();
        (await api.ResetFactorsAsync(_administrator.Token, $"{person.Id.Value}", phoneLost)).Expect(HttpStatusCode.NoContent);
        var after = person.State with { Phone = person.State.Phone && !phoneLost, Sms = false, Totp = false, Codes = false, Suspended = [], Reset = true };

        // With nothing but the password and, unless that was lost too, the phone.
        await EnrolAsync(person with { State = after }, after.Phone ? Way.AppAndNumber : Way.App);
    }

    private static async Task<Answer> LogInAsync(AuthApi api, TrappedPerson person)
    {
        var state = person.State;
        var login = await api.LogInAsync(person.Email);
        Assert.That(login.Code ?? login["status"], Is.EqualTo(state.Login), $"{state}: {login.Body}");
        Assert.That(login["enforceFrom"] is not null, Is.EqualTo(state is { Login: "complete", Demand: Demand.Later }), $"{state}");
        var refreshed = await api.RefreshAsync(person.RefreshToken);
        Assert.That(refreshed.Status == HttpStatusCode.OK, Is.EqualTo(!state.Disabled && !state.IsEnforced), $"{state}: a session of the password alone");
        return login;
    }

    private ServiceHost NodeOf(FactorState state) => state.Demand switch
    {
        Demand.Everybody => _strict,
        Demand.Administrators or Demand.OthersThanThis => _administrators,
        _ => _free,
    };

    /// <summary>Tries the right code of every method, those first that must not open, then after an unlock what is left.</summary>
    private static async Task<Answer?> ProveAsync(ServiceHost node, AuthApi api, TrappedPerson person, Answer login)
    {
        var state = person.State;
        Assert.That(
            login.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("method").GetString()), Is.EqualTo(FactorState.Methods.Where(state.Lists)), $"{state}");
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
        Assert.That(after["status"], Is.EqualTo(state is { IsDemanded: true, Login: not "complete" } ? "secondFactorRequired" : "complete"), $"{state}: {after.Body}");
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
