using CleanAuth.Application.Otp;
using CleanAuth.Application.Passwords;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Spend;
using CleanAuth.Domain.TwoFactor;
using Moq;

namespace CleanAuth.Application.Tests.Otp;

public sealed class VerifyOtpTests
{
    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IOtpChallenges> _challenges = new(MockBehavior.Strict);
    private readonly Mock<IOtpHasher> _hasher = new(MockBehavior.Strict);
    private readonly Mock<IPhoneProofs> _proofs = new(MockBehavior.Strict);
    private readonly Mock<ISendGate> _gate = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();
    private readonly List<string> _calls = [];
    private OpaqueToken? _issued;

    private static IEnumerable<OtpCaller> Callers() => [new OtpCaller(), new OtpCaller(Some.AccountId)];

    [TestCaseSource(nameof(Callers))]
    public async Task A_right_code_gives_a_proof_for_whoever_asked_for_it(OtpCaller caller)
    {
        Counts(caller, Challenge(caller));
        Compares(caller, true);
        Holds(Some.Account());
        Consumes(true);
        Issues(new PhoneProof(Some.Phone, caller.Account, _clock.Now, _clock.Now.AddMinutes(10)));
        _audit.Expects(SecurityEvent.PhoneProved, _clock.Now, caller.Account);
        _gate.Setup(g => g.CountVerifiedAsync(Challenge(caller).Challenge, Some.Ct)).Callback(InTransaction).Returns(Task.CompletedTask).Verifiable(Times.Once);

        var result = await VerifyAsync(caller);

        Assert.That(result.Value, Is.EqualTo(new OtpVerified(OtpStatus.Verified, _issued!.Reveal())));
        Assert.That(_transactions.Committed, Is.EqualTo(1));
        Mock.VerifyAll(_challenges, _proofs, _gate, _audit);
    }

    [Test]
    public async Task The_try_is_counted_before_anything_is_compared()
    {
        Counts(new OtpCaller(), Challenge(new OtpCaller()));
        Compares(new OtpCaller(), false);

        await VerifyAsync(new OtpCaller());

        Assert.That(_calls, Is.EqualTo(new[] { "count", "compare" }));
    }

    [Test]
    public async Task A_wrong_code_does_not_use_up_the_challenge()
    {
        Counts(new OtpCaller(), Challenge(new OtpCaller()));
        Compares(new OtpCaller(), false);

        Assert.That((await VerifyAsync(new OtpCaller())).Error, Is.EqualTo(OtpErrors.CodeInvalid));
        _challenges.Verify(c => c.ConsumeAsync(It.IsAny<ChallengeId>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    private static readonly Error[] s_refusals =
        [OtpErrors.ChallengeNotFound, OtpErrors.ChallengeExpired, OtpErrors.ChallengeExhausted, OtpErrors.ChallengeUsed, OtpErrors.CodeSuperseded];

    [TestCaseSource(nameof(s_refusals))]
    public async Task A_challenge_that_is_over_says_why_and_nothing_is_compared(Error refusal)
    {
        Counts(new OtpCaller(), refusal);

        Assert.That((await VerifyAsync(new OtpCaller())).Error, Is.SameAs(refusal));
        Assert.That(_calls, Is.EqualTo(new[] { "count" }));
    }

    [Test]
    public async Task A_code_that_was_just_used_gives_no_proof()
    {
        Counts(new OtpCaller(), Challenge(new OtpCaller()));
        Compares(new OtpCaller(), true);
        Consumes(false);

        Assert.That((await VerifyAsync(new OtpCaller())).Error, Is.EqualTo(OtpErrors.ChallengeUsed));
        Assert.That((_transactions.Committed, _transactions.RolledBack), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task A_code_of_an_account_that_is_gone_gives_no_proof()
    {
        var caller = new OtpCaller(Some.AccountId);
        Counts(caller, Challenge(caller));
        Compares(caller, true);
        Holds(null);

        Assert.That((await VerifyAsync(caller)).Error, Is.EqualTo(SessionErrors.TokenInvalid));
    }

    [Test]
    public async Task A_restricted_token_is_sent_to_its_own_door_and_uses_up_no_try() =>
        Assert.That((await VerifyAsync(new OtpCaller(Some.AccountId, Some.LoginId))).Error, Is.EqualTo(SessionErrors.SecondFactorRequired));

    private Task<Result<OtpVerified>> VerifyAsync(OtpCaller caller) =>
        new VerifyOtpHandler(_accounts.Object, _challenges.Object, _hasher.Object, _proofs.Object, NoReset(), Enrolling(), _gate.Object, _audit.Object, _transactions, new OtpPolicy(), _clock)
            .Handle(new VerifyOtpCommand(Some.ChallengeId.Value, "012345", caller), Some.Ct);

    private EnrollmentProof Enrolling() => new(_accounts.Object, [], new FactorTries(Mock.Of<IFactorBudgets>(MockBehavior.Strict), _audit.Object, new BudgetPolicy()), _audit.Object);

    private ResetCodeCheck NoReset() =>
        new(Mock.Of<IAccounts>(), Mock.Of<IResetChallenges>(), _challenges.Object, _hasher.Object,
            new ResetTries(Mock.Of<IResetBudgets>(), Mock.Of<IKnownSources>(), Mock.Of<IRequestSource>(), new BudgetPolicy()),
            Mock.Of<IResetTokens>(), _gate.Object, _audit.Object, _transactions, new OtpPolicy(), new TwoFactorPolicy());

    private static OtpScope Scope(AccountId? account) => new(OtpPurpose.PhoneVerification, account);

    private CountedTry Challenge(OtpCaller caller) => new(Some.Challenge(Scope(caller.Account), _clock.Now.AddMinutes(-1)), Some.Hash);

    private void Counts(OtpCaller caller, Result<CountedTry> outcome) =>
        _challenges.Setup(c => c.CountTryAsync(Some.ChallengeId, Scope(caller.Account), _clock.Now, Some.Ct)).Callback(() =>
        {
            // Inside the transaction the count would come back with every refusal.
            Assert.That(_transactions.IsRunning, Is.False);
            _calls.Add("count");
        }).ReturnsAsync(outcome);

    private void Compares(OtpCaller caller, bool right) =>
        _hasher.Setup(h => h.Verify(Challenge(caller).Challenge, It.Is<OtpCode>(code => code.Reveal() == "012345"), Some.Hash))
            .Callback(() => _calls.Add("compare")).Returns(right);

    private void Holds(Account? account) => _accounts.Setup(a => a.HoldAsync(Some.AccountId, Some.Ct)).Callback(InTransaction).ReturnsAsync(account);

    private void Consumes(bool won) => _challenges.Setup(c => c.ConsumeAsync(Some.ChallengeId, _clock.Now, Some.Ct)).Callback(InTransaction).ReturnsAsync(won);

    private void Issues(PhoneProof proof) => _proofs.Setup(p => p.IssueAsync(It.IsAny<OpaqueToken>(), proof, Some.Ct))
        .Callback((OpaqueToken token, PhoneProof _, CancellationToken _) =>
        {
            InTransaction();
            _issued = token;
        })
        .Returns(Task.CompletedTask);

    private void InTransaction() => Assert.That(_transactions.IsRunning, Is.True);
}
