using CleanAuth.Application.Sms;
using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using Moq;

namespace CleanAuth.Application.Tests.Sms;

/// <summary>What the gateway asks during a call, and in which order it is believed.</summary>
public sealed class CallTests
{
    private static readonly GatewayCall s_call = new("path-secret", "POST", "/target", [KeyValuePair.Create("CallUUID", "call-1")], new Dictionary<string, string>());
    private static readonly CallLink s_link = new("a-link");
    private static readonly SignedCall s_signed = new(new byte[32], new byte[32], CoversForm: true);
    private static readonly Guid s_message = Guid.Parse("018f0000-0000-7000-8000-000000000004");
    private static readonly Uri s_keyPress = new("https://auth.example.com/digits");

    private readonly Mock<IGatewayCalls> _gateway = new(MockBehavior.Strict);
    private readonly Mock<ICallLinks> _links = new(MockBehavior.Strict);
    private readonly Mock<IGatewayNonces> _nonces = new(MockBehavior.Strict);
    private readonly Mock<IPhoneCalls> _calls = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();

    private CallDoor Door => new(_gateway.Object, _links.Object, _nonces.Object, _transactions, _clock);

    [Test]
    public async Task The_first_call_is_greeted_and_asked_for_a_key()
    {
        Enters();
        _calls.Setup(c => c.TakeAsync(s_message, s_call, _clock.Now, Some.Ct)).ReturnsAsync("de-DE");
        _links.Setup(l => l.KeyPressOf(s_message)).Returns(s_keyPress);

        var script = (await AnswerAsync()).Value;

        Assert.That(script, Is.EqualTo(new CallScript("de-DE", "Hallo, hier ist CleanAuth. Drücken Sie die 1, um Ihren Code zu hören.", s_keyPress)));
    }

    [Test]
    public async Task A_call_with_nothing_to_say_is_over_and_leaves_no_trace()
    {
        Enters();
        _calls.Setup(c => c.TakeAsync(s_message, s_call, _clock.Now, Some.Ct)).ReturnsAsync((string?)null);

        Assert.That((await AnswerAsync()).Error, Is.EqualTo(SmsErrors.CallOver));
        Assert.That((_transactions.Committed, _transactions.RolledBack), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task The_right_key_is_told_the_code_and_no_key_is_asked_for_again()
    {
        Enters();
        _calls.Setup(c => c.PressKeyAsync(s_message, s_call, _clock.Now, Some.Ct)).ReturnsAsync(new SpokenCode("en-GB", "Your code is 1, 2, 3, 4, 5, 6."));

        Assert.That((await PressAsync()).Value, Is.EqualTo(new CallScript("en-GB", "Your code is 1, 2, 3, 4, 5, 6.")));
    }

    [Test]
    public async Task Anything_else_hangs_up()
    {
        Enters();
        _calls.Setup(c => c.PressKeyAsync(s_message, s_call, _clock.Now, Some.Ct)).ReturnsAsync((SpokenCode?)null);

        Assert.That((await PressAsync()).Value, Is.EqualTo(CallScript.HangUp));
    }

    [Test]
    public async Task The_end_of_a_call_is_stored_and_the_same_end_again_is_no_fault([Values(NonceUse.First, NonceUse.Repeated)] NonceUse use)
    {
        Enters(use);
        _calls.Setup(c => c.HangUpAsync(s_message, s_call, _clock.Now, Some.Ct)).Returns(Task.CompletedTask).Verifiable(Times.Once);

        Assert.That((await EndAsync()).IsSuccess, Is.True);
        Assert.That(_transactions.Committed, Is.EqualTo(1));
        _calls.Verify();
    }

    [Test]
    public async Task What_nobody_signed_is_refused_before_its_link_is_read()
    {
        _gateway.Setup(g => g.Verify(s_call)).Returns(SmsErrors.SignatureInvalid);

        Assert.That(await ErrorsAsync(), Has.All.EqualTo(SmsErrors.SignatureInvalid));
    }

    [Test]
    public async Task A_signature_that_leaves_the_form_out_is_not_enough_to_be_told_a_code()
    {
        _gateway.Setup(g => g.Verify(s_call)).Returns(s_signed with { CoversForm = false });

        Assert.That(await ErrorsAsync(), Has.All.EqualTo(SmsErrors.SignatureInvalid));
    }

    [Test]
    public async Task A_link_that_was_not_made_here_names_nothing_and_nothing_is_asked_of_the_database()
    {
        _gateway.Setup(g => g.Verify(s_call)).Returns(s_signed);
        _links.Setup(l => l.MessageOf(s_link)).Returns((Guid?)null);

        Assert.That(await ErrorsAsync(), Has.All.EqualTo(SmsErrors.NoSuchWebhook));
        Assert.That((_transactions.Committed, _transactions.RolledBack), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_nonce_that_came_with_another_content_is_refused_and_has_no_effect()
    {
        Enters(NonceUse.Abused);

        Assert.That(await ErrorsAsync(), Has.All.EqualTo(SmsErrors.SignatureInvalid));
        Assert.That(_transactions.RolledBack, Is.EqualTo(3));
    }

    [Test]
    public void Nothing_of_a_call_prints_its_code_its_link_or_its_number()
    {
        object[] printed =
        [
            new AnswerCallCommand(s_call, s_link), new PressKeyCommand(s_call, s_link), new EndCallCommand(s_call, s_link), s_link, s_call, new SpokenCode("en-US", "secret"),
            new CallScript("en-US", "secret", s_keyPress),
        ];

        Assert.That(printed.Select(one => $"{one}"), Is.EqualTo(printed.Select(one => one.GetType().Name)));
    }

    private void Enters(NonceUse use = NonceUse.First)
    {
        _gateway.Setup(g => g.Verify(s_call)).Returns(s_signed);
        _links.Setup(l => l.MessageOf(s_link)).Returns(s_message);
        _nonces.Setup(n => n.UseAsync(s_signed, _clock.Now, Some.Ct)).ReturnsAsync(use);
    }

    private async Task<Error?[]> ErrorsAsync() => [(await AnswerAsync()).Error, (await PressAsync()).Error, (await EndAsync()).Error];

    private Task<Result<CallScript>> AnswerAsync() => new AnswerCallHandler(Door, _links.Object, _calls.Object, Some.Sms).Handle(new AnswerCallCommand(s_call, s_link), Some.Ct);

    private Task<Result<CallScript>> PressAsync() => new PressKeyHandler(Door, _calls.Object).Handle(new PressKeyCommand(s_call, s_link), Some.Ct);

    private Task<Result<Done>> EndAsync() => new EndCallHandler(Door, _calls.Object).Handle(new EndCallCommand(s_call, s_link), Some.Ct);
}
