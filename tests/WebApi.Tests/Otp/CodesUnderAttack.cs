using System.Net;
using CleanAuth.TestKit.Plivo;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Otp;

public sealed class CodesUnderAttack
{
    private ServiceHost _host;
    private ServiceHost _other;
    private AuthApi _api;
    private AuthApi[] _nodes;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _other = _host.StartAnother();
        _api = _host.Client();
        _nodes = [_api, _other.Client()];
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_host is not null)
        {
            await _other.DisposeAsync();
            await _host.DisposeAsync();
        }
    }

    [Test]
    public async Task Fifty_parallel_right_codes_over_two_nodes_give_one_success()
    {
        var phone = AuthApi.NewPhone();
        var challenge = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(phone);

        var answers = await AtOnce.SendAsync(50, i => _nodes[i % 2].VerifyOtpAsync(challenge, code));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != HttpStatusCode.OK).Select(answer => answer.Code), Has.All.AnyOf("challenge_used", "challenge_exhausted"));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM phone_proofs WHERE phone = '{phone}'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Fifty_parallel_second_steps_over_two_nodes_give_one_session()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var token = await _api.StartLogInAsync(person);
        var challenge = (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);

        var answers = await AtOnce.SendAsync(50, i => _nodes[i % 2].AuthenticateAsync(token, challenge, code));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(await SessionsWithTwoFactorsAsync(person), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_challenges_of_one_log_in_answered_in_parallel_give_one_session()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var token = await _api.StartLogInAsync(person);
        _host.Plivo.Behaviour = PlivoBehaviours.Answer(400, "{}");
        var first = (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var firstCode = await _api.CodeSentToAsync(person.PhoneNumber, count: 2);
        _host.Clock.Advance(TimeSpan.FromSeconds(31));
        var second = (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var secondCode = await _api.CodeSentToAsync(person.PhoneNumber, count: 3);
        _host.Plivo.Behaviour = PlivoBehaviours.Accept;

        var answers = await AtOnce.SendAsync(
            8, i => i % 2 == 0 ? _nodes[0].AuthenticateAsync(token, first, firstCode) : _nodes[1].AuthenticateAsync(token, second, secondCode));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1));
        Assert.That(await SessionsWithTwoFactorsAsync(person), Is.EqualTo(1));
    }

    [Test]
    public async Task Forty_parallel_wrong_codes_use_five_tries_and_the_right_one_is_then_refused()
    {
        var phone = AuthApi.NewPhone();
        var challenge = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(phone);

        var answers = await AtOnce.SendAsync(40, i => _nodes[i % 2].VerifyOtpAsync(challenge, AuthApi.WrongCode(code)));

        Assert.That(answers.Count(answer => answer.Code == "code_invalid"), Is.EqualTo(5));
        Assert.That(answers.Count(answer => answer.Code == "challenge_exhausted"), Is.EqualTo(35));
        (await _api.VerifyOtpAsync(challenge, code)).Expect(HttpStatusCode.Gone, "challenge_exhausted");
    }

    [Test]
    public async Task Four_wrong_codes_leave_the_fifth_try_for_the_right_one()
    {
        var phone = AuthApi.NewPhone();
        var challenge = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(phone);
        for (var i = 0; i < 4; i++)
        {
            (await _api.VerifyOtpAsync(challenge, AuthApi.WrongCode(code))).Expect(HttpStatusCode.Unauthorized, "code_invalid");
        }

        (await _api.VerifyOtpAsync(challenge, code)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_used_code_is_refused()
    {
        var phone = AuthApi.NewPhone();
        var challenge = (await _api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        var code = await _api.CodeSentToAsync(phone);
        (await _api.VerifyOtpAsync(challenge, code)).Expect(HttpStatusCode.OK);

        (await _api.VerifyOtpAsync(challenge, code)).Expect(HttpStatusCode.Gone, "challenge_used");
    }

    [Test]
    public async Task Fifty_parallel_sends_for_one_number_make_one_message()
    {
        var phone = AuthApi.NewPhone();

        var answers = await AtOnce.SendAsync(50, i => _nodes[i % 2].SendOtpAsync(phone));

        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.Accepted), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Status != HttpStatusCode.Accepted).Select(answer => answer.Code), Has.All.EqualTo("resend_too_soon"));
        Assert.That(await _host.Database.ReadAsync<long>($"SELECT count(*) FROM outbox_messages WHERE phone = '{phone}'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Ten_wrong_codes_over_several_challenges_end_the_restricted_token()
    {
        var person = await _api.NewPersonWithSmsFactorAsync();
        var token = await _api.StartLogInAsync(person);
        for (var challengeNumber = 0; challengeNumber < 2; challengeNumber++)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(61));
            var challenge = (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
            var wrong = AuthApi.WrongCode(await _api.CodeSentToAsync(person.PhoneNumber, count: 2 + challengeNumber));
            for (var i = 0; i < 5; i++)
            {
                (await _api.AuthenticateAsync(token, challenge, wrong)).Expect(HttpStatusCode.Unauthorized, "code_invalid");
            }
        }

        (await _api.SendSecondFactorOtpAsync(token)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    private Task<long> SessionsWithTwoFactorsAsync(Person person) =>
        _host.Database.ReadAsync<long>(
            $"SELECT count(*) FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE a.email = '{person.Email}' AND s.methods = 'pwd sms mfa'");
}
