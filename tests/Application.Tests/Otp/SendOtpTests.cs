using CleanAuth.Application.Otp;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.Domain.TwoFactor;
using Moq;

namespace CleanAuth.Application.Tests.Otp;

public sealed class SendOtpTests
{
    private static readonly SpendPolicy s_spend = new() { Prices = { ["44"] = 0.07m } };
    private static readonly OtpCaller s_nobody = new();
    private static readonly OtpCaller s_full = new(Some.AccountId);
    private static readonly OtpCaller s_restricted = new(Some.AccountId, Some.LoginId);

    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IOtpChallenges> _challenges = new(MockBehavior.Strict);
    private readonly Mock<IOtpHasher> _hasher = new(MockBehavior.Strict);
    private readonly Mock<IFactorBudgets> _budgets = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly Mock<ISendGate> _gate = new(MockBehavior.Strict);
    private readonly Mock<IOutbox> _outbox = new(MockBehavior.Strict);
    private readonly FixedClock _clock = new();
    private readonly List<(OtpChallenge Challenge, OutgoingMessage Message)> _opened = [];
    private readonly List<(OtpChallenge Challenge, string Code)> _hashed = [];
    private OtpChannels _channels = new(Voice: true);

    [Test]
    public async Task Anybody_may_prove_a_number_in_the_lane_of_strangers()
    {
        Remembers(SendLane.Anonymous);
        Opens();

        var sent = (await SendAsync(Proving(s_nobody))).Value;

        var (challenge, _) = _opened.Single();
        Assert.That(challenge.Scope, Is.EqualTo(new OtpScope(OtpPurpose.PhoneVerification)));
        Assert.That(challenge.Phone, Is.EqualTo(Some.Phone));
        Assert.That(sent.Purpose, Is.EqualTo(OtpPurpose.PhoneVerification));
    }

    [Test]
    public async Task An_account_proves_a_new_number_in_a_lane_of_its_own()
    {
        Remembers(SendLane.NewNumber);
        Opens();

        await SendAsync(Proving(s_full));

        Assert.That(_opened.Single().Challenge.Scope, Is.EqualTo(new OtpScope(OtpPurpose.PhoneVerification, Some.AccountId)));
    }

    [Test]
    public async Task A_throttled_factor_gets_no_code_that_could_not_be_tried()
    {
        _budgets.Setup(b => b.FindAsync(Some.AccountId, Factor.Sms, Some.Ct)).ReturnsAsync(new FactorBudget(12, _clock.Now.AddSeconds(90)));

        var refused = await SendAsync(SecondFactor(s_restricted));

        Assert.That((refused.Error!.Code, refused.Error.RetryAfter), Is.EqualTo(("factor_throttled", TimeSpan.FromSeconds(90))));
    }

    [Test]
    public async Task A_restricted_token_cannot_prove_numbers() =>
        Assert.That((await SendAsync(Proving(s_restricted))).Error, Is.EqualTo(SessionErrors.SecondFactorRequired));

    [Test]
    public async Task The_second_factor_goes_to_the_accounts_verified_number_bound_to_the_log_in()
    {
        Finds(Some.Account(smsFactor: true));
        Remembers(SendLane.OwnNumber);
        Opens();

        var sent = (await SendAsync(SecondFactor(s_restricted))).Value;

        Assert.That(_opened.Single().Challenge.Scope, Is.EqualTo(new OtpScope(OtpPurpose.SecondFactor, Some.AccountId, Some.LoginId)));
        Assert.That(_opened.Single().Message.To, Is.EqualTo(Some.Phone));
        Assert.That(sent.Purpose, Is.EqualTo(OtpPurpose.SecondFactor));
    }

    private static readonly OtpCaller[] s_unrestricted = [s_nobody, s_full];

    [TestCaseSource(nameof(s_unrestricted))]
    public async Task The_second_factor_is_sent_to_nobody_without_a_restricted_token(OtpCaller caller) =>
        Assert.That((await SendAsync(SecondFactor(caller))).Error, Is.EqualTo(SessionErrors.TokenInvalid));

    private static readonly Account?[] s_withoutSms = [null, Some.Account(withPhone: false), Some.Account(totpFactor: true)];

    [TestCaseSource(nameof(s_withoutSms))]
    public async Task The_second_factor_goes_only_to_a_number_that_it_is_switched_on_for(Account? account)
    {
        Finds(account);

        Assert.That((await SendAsync(SecondFactor(s_restricted))).Error, Is.EqualTo(TwoFactorErrors.FactorNotEnabled));
    }

    [Test]
    public async Task A_country_that_is_not_allowed_costs_one_count_and_nothing_else()
    {
        Refuses(OtpErrors.CountryNotAllowed, "+12025550123");
        Assert.That((await SendAsync(Proving(s_nobody, "+12025550123"))).Error, Is.EqualTo(OtpErrors.CountryNotAllowed));

        Finds(Some.Account(smsFactor: true));
        Refuses(OtpErrors.CountryNotAllowed);
        Assert.That((await SendAsync(SecondFactor(s_restricted), sms: Sms("1"))).Error, Is.EqualTo(OtpErrors.CountryNotAllowed));
    }

    [Test]
    public async Task A_number_that_is_not_supported_is_counted_as_that_also_where_its_country_is_not_allowed()
    {
        Refuses(OtpErrors.PhoneNumberNotSupported, "+19005550123");

        Assert.That((await SendAsync(Proving(s_nobody, "+19005550123"))).Error, Is.EqualTo(OtpErrors.PhoneNumberNotSupported));
    }

    [Test]
    public async Task What_the_guard_refuses_is_not_stored_and_takes_no_send_of_the_number()
    {
        Remembers(SendLane.Anonymous);
        _gate.Setup(g => g.AskAsync(new SendAttempt(Some.Phone, SendLane.Anonymous, null, Some.Client, new Money(70_000), _clock.Now), Some.Ct)).ReturnsAsync(SpendErrors.SwitchedOff);

        Assert.That((await SendAsync(Proving(s_nobody))).Error, Is.EqualTo(SpendErrors.SwitchedOff));
    }

    [Test]
    public async Task A_cap_that_the_count_meets_is_the_answer_and_wakes_nobody()
    {
        Remembers(SendLane.Anonymous);
        Opens(outcome: SpendErrors.SwitchedOff);

        Assert.That((await SendAsync(Proving(s_nobody))).Error, Is.EqualTo(SpendErrors.SwitchedOff));
        _outbox.Verify(o => o.Wake(), Times.Never);
    }

    [Test]
    public async Task A_limit_refuses_with_its_wait_and_sends_nothing()
    {
        Remembers(SendLane.Anonymous, -10);
        RefusesByLimit();

        var refused = (await SendAsync(Proving(s_nobody))).Error!;

        Assert.That(refused.Code, Is.EqualTo("resend_too_soon"));
        Assert.That(refused.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(refused.Limit, Is.EqualTo(new Limit("resend", 1, TimeSpan.FromSeconds(30))));
    }

    [Test]
    public async Task A_send_that_another_request_took_first_counts_against_this_one()
    {
        var alone = new SendHistory(SendLane.Anonymous, 0, []);
        var taken = new SendHistory(SendLane.Anonymous, 1, [_clock.Now]);
        _challenges.SetupSequence(c => c.SendsAsync(Some.Phone, SendLane.Anonymous, _clock.Now, Some.Ct)).ReturnsAsync(alone).ReturnsAsync(taken);
        Opens(alone, outcome: false);
        RefusesByLimit();

        var result = await SendAsync(Proving(s_nobody));

        Assert.That(result.Error!.Code, Is.EqualTo("resend_too_soon"));
        _outbox.Verify(o => o.Wake(), Times.Never);
    }

    [Test]
    public async Task A_lost_race_that_leaves_room_is_run_again_with_a_new_challenge()
    {
        var policy = new OtpPolicy { ResendSeconds = [0] };
        var first = new SendHistory(SendLane.Anonymous, 0, []);
        var second = new SendHistory(SendLane.Anonymous, 1, [_clock.Now.AddSeconds(-1)]);
        _challenges.SetupSequence(c => c.SendsAsync(Some.Phone, SendLane.Anonymous, _clock.Now, Some.Ct)).ReturnsAsync(first).ReturnsAsync(second);
        Opens(first, outcome: false);
        Opens(second);

        var sent = (await SendAsync(Proving(s_nobody), policy)).Value;

        Assert.That(_opened.Select(open => open.Challenge.Id), Is.Unique);
        Assert.That(sent.ChallengeId, Is.EqualTo(_opened[^1].Challenge.Id.Value), "the one that was stored");
    }

    [Test]
    public async Task The_answer_tells_what_was_stored_and_when_the_next_send_is_allowed()
    {
        Remembers(SendLane.Anonymous, -45);
        Opens();

        var sent = (await SendAsync(Proving(s_nobody))).Value;

        var (challenge, message) = _opened.Single();
        Assert.That(sent, Is.EqualTo(new OtpSent(
            challenge.Id.Value, OtpPurpose.PhoneVerification, challenge.Label, "***23", 6, _clock.Now.AddMinutes(5), _clock.Now.AddSeconds(60), OtpDelivery.Queued)));
        Assert.That((challenge.CreatedAt, challenge.ExpiresAt), Is.EqualTo((_clock.Now, _clock.Now.AddMinutes(5))));
        Assert.That((message.To, message.ExpiresAt), Is.EqualTo((Some.Phone, challenge.ExpiresAt)));
        Some.IsOfMoment(message.Id, _clock.Now);
    }

    [Test]
    public async Task What_is_stored_is_the_hash_of_the_code_in_the_message_for_that_challenge()
    {
        Remembers(SendLane.Anonymous);
        Opens();

        await SendAsync(Proving(s_nobody));

        var (challenge, message) = _opened.Single();
        Assert.That(_hashed.Single().Challenge, Is.EqualTo(challenge));
        Assert.That(message.Text, Does.StartWith(_hashed.Single().Code + " "));
    }

    [Test]
    public async Task The_dispatcher_is_woken_after_the_message_was_stored()
    {
        Remembers(SendLane.Anonymous);
        Opens();
        _outbox.Setup(o => o.Wake()).Callback(() => Assert.That(_opened, Has.Count.EqualTo(1)));

        await SendAsync(Proving(s_nobody));

        _outbox.Verify(o => o.Wake(), Times.Once);
    }

    [Test]
    public async Task Two_sends_have_different_challenges_and_codes()
    {
        Remembers(SendLane.Anonymous);
        Opens();

        for (var i = 0; i < 20; i++)
        {
            await SendAsync(Proving(s_nobody), new OtpPolicy { CodeLength = 10 });
        }

        Assert.That(_opened.Select(open => open.Challenge.Id), Is.Unique);
        Assert.That(_hashed.Select(hashed => hashed.Code), Is.Unique);
    }

    [Test]
    public async Task While_the_gateway_refuses_the_account_nothing_is_asked_or_stored()
    {
        var away = SmsErrors.GatewayUnavailable(TimeSpan.FromSeconds(42));
        _outbox.Setup(o => o.Refusal()).Returns(away);

        Assert.That((await SendAsync(Proving(s_nobody))).Error, Is.EqualTo(away));
    }

    [Test]
    public async Task The_message_is_the_code_its_label_the_minutes_a_warning_and_the_line_that_binds_it_to_the_domain()
    {
        var text = await MessageAsync();

        var code = _hashed.Single().Code;
        Assert.That(text, Is.EqualTo($"{code} is your CleanAuth code ({_opened.Single().Challenge.Label}). Valid 5 min. Never share it.\n@example.com #{code}"));
    }

    [TestCase(60, "Valid 1 min.")]
    [TestCase(90, "Valid 1 min.", Description = "never longer than it is")]
    [TestCase(600, "Valid 10 min.")]
    public async Task The_message_never_promises_more_minutes_than_there_are(int seconds, string expected) =>
        Assert.That(await MessageAsync(new OtpPolicy { CodeSeconds = seconds }), Does.Contain(expected));

    [Test]
    public async Task The_longest_message_that_can_be_configured_is_one_segment_of_the_GSM_alphabet()
    {
        const string Gsm7 = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
        var longest = new SmsPolicy { BrandName = "Twenty letters-2.000", Domain = new string('d', 63), AllowedCallingCodes = ["44"] };

        var text = await MessageAsync(new OtpPolicy { CodeLength = 10, CodeSeconds = 600 }, longest);

        Assert.That(text, Has.Length.LessThanOrEqualTo(160));
        Assert.That(text.Except(Gsm7), Is.Empty);
    }

    [Test]
    public async Task A_call_gets_a_code_of_its_own_in_words_and_the_voice_of_the_first_language_that_is_asked_for()
    {
        Remembers(SendLane.Anonymous);
        Opens();

        var sent = (await SendAsync(Proving(s_nobody) with { Channel = OtpChannel.Voice, Locale = "fr-CA", Languages = ["de"] })).Value;

        var message = _opened.Single().Message;
        Assert.That(message.Text, Is.EqualTo($"Votre code est {string.Join(", ", _hashed.Single().Code.AsEnumerable())}."));
        Assert.That((message.Channel, message.Voice, message.ExpiresAt), Is.EqualTo((OtpChannel.Voice, "fr-CA", sent.ExpiresAt)));
    }

    [Test]
    public async Task A_call_that_is_not_offered_is_refused_by_its_member_before_anything_is_asked()
    {
        _channels = new OtpChannels(Voice: false);

        var refused = (await SendAsync(SecondFactor(s_restricted) with { Channel = OtpChannel.Voice })).Error!;

        Assert.That(refused.Code, Is.EqualTo("validation_failed"));
        Assert.That(refused.Members!["channel"].Single().Code, Is.EqualTo("channel_not_offered"));
    }

    [TestCase(null)]
    [TestCase("en")]
    [TestCase("xx-Unknown")]
    public async Task A_locale_that_there_is_no_text_for_gives_the_usual_one(string? locale) =>
        Assert.That(await MessageAsync(locale: locale), Does.Contain(" is your CleanAuth code ("));

    private async Task<string> MessageAsync(OtpPolicy? policy = null, SmsPolicy? sms = null, string? locale = null)
    {
        Remembers(SendLane.Anonymous);
        Opens();
        Assert.That((await SendAsync(Proving(s_nobody) with { Locale = locale }, policy, sms)).IsSuccess, Is.True);
        return _opened.Single().Message.Text;
    }

    private Task<Result<OtpSent>> SendAsync(SendOtpCommand command, OtpPolicy? policy = null, SmsPolicy? sms = null) =>
        new SendOtpHandler(_accounts.Object, _challenges.Object, _hasher.Object, new FactorTries(_budgets.Object, _audit.Object, new BudgetPolicy()), _gate.Object, _outbox.Object, _channels, policy ?? new OtpPolicy(), sms ?? Some.Sms, s_spend, _clock)
            .Handle(command, Some.Ct);

    private static SendOtpCommand Proving(OtpCaller caller, string phone = "+447700900123") => new(OtpPurpose.PhoneVerification, phone, OtpChannel.Sms, null, [], caller, Some.Client);

    private static SendOtpCommand SecondFactor(OtpCaller caller) => new(OtpPurpose.SecondFactor, null, OtpChannel.Sms, null, [], caller, Some.Client);

    private static SmsPolicy Sms(string code) => new() { Domain = "example.com", AllowedCallingCodes = [code] };

    private void Finds(Account? account)
    {
        _budgets.Setup(b => b.FindAsync(Some.AccountId, Factor.Sms, Some.Ct)).ReturnsAsync(FactorBudget.Fresh);
        _accounts.Setup(a => a.FindAsync(Some.AccountId, Some.Ct)).ReturnsAsync(account);
    }

    private void Remembers(SendLane lane, params int[] seconds)
    {
        _outbox.Setup(o => o.Refusal()).Returns((Error?)null);
        _challenges.Setup(c => c.SendsAsync(Some.Phone, lane, _clock.Now, Some.Ct))
            .ReturnsAsync(new SendHistory(lane, seconds.Length, [.. seconds.Select(second => _clock.Now.AddSeconds(second))]));
    }

    private void Refuses(Error error, string? to = null) =>
        _gate.Setup(g => g.RefuseAsync(error, to == null ? Some.Phone : PhoneNumber.Parse(to), _clock.Now, Some.Ct)).ReturnsAsync(error);

    private void RefusesByLimit() => _gate.Setup(g => g.RefuseAsync(It.Is<Error>(error => error.Kind == ErrorKind.Throttled), Some.Phone, _clock.Now, Some.Ct))
        .ReturnsAsync((Error error, PhoneNumber _, DateTimeOffset _, CancellationToken _) => error);

    private void Opens(SendHistory? history = null, Result<bool>? outcome = null)
    {
        _outbox.Setup(o => o.Refusal()).Returns((Error?)null);
        _hasher.Setup(h => h.Hash(It.IsAny<OtpChallenge>(), It.IsAny<OtpCode>()))
            .Callback((OtpChallenge challenge, OtpCode code) => _hashed.Add((challenge, code.Reveal()))).Returns(Some.Hash);
        _challenges.Setup(c => c.OpenAsync(It.IsAny<OtpChallenge>(), Some.Hash, It.IsAny<OutgoingMessage>(), It.Is<SendHistory>(h => history == null || h == history), It.IsAny<SendAttempt>(), Some.Ct))
            .Callback((OtpChallenge challenge, CodeHash _, OutgoingMessage message, SendHistory _, SendAttempt _, CancellationToken _) => _opened.Add((challenge, message)))
            .ReturnsAsync(outcome ?? true);
        _gate.Setup(g => g.AskAsync(It.Is<SendAttempt>(a => a.Client == Some.Client && a.At == _clock.Now), Some.Ct)).ReturnsAsync((Error?)null);
        if (outcome is null)
        {
            _outbox.Setup(o => o.Wake());
        }
    }
}
