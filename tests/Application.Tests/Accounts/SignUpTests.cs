using CleanAuth.Application.Accounts;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Security;
using Moq;

namespace CleanAuth.Application.Tests.Accounts;

public sealed class SignUpTests
{
    private static readonly PasswordHash s_hash = new("hash");

    private readonly Mock<IAccounts> _accounts = new(MockBehavior.Strict);
    private readonly Mock<IPhoneProofs> _proofs = new(MockBehavior.Strict);
    private readonly Mock<IPasswordBudgets> _passwords = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly Mock<IBreachedPasswords> _breached = new();
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();
    private NewAccount? _created;

    [Test]
    public async Task An_account_without_a_number_is_created_and_is_not_recoverable()
    {
        Hashes();
        Creates();
        Records();

        var result = await SignUpAsync(Command(email: "Ann@Example.COM", displayName: "Ann"));

        Assert.That(_created, Is.EqualTo(new NewAccount(_created!.Id, EmailAddress.Parse(Some.Email), "Ann", Phone: null, _clock.Now)));
        Assert.That(result.Value, Is.EqualTo(new SignedUp(_created.Id.Value, Some.Email, PhoneNumber: null, Recoverable: false)));
        Some.IsOfMoment(_created.Id.Value, _clock.Now);
        _audit.Verify(a => a.RecordAsync(new AuditEvent(SecurityEvent.AccountCreated, _clock.Now, _created.Id, null), Some.Ct), Times.Once);
        _passwords.Verify(p => p.ClearAsync(EmailAddress.Parse(Some.Email), Some.Ct), Times.Once, "what strangers tried before is not its owner's");
    }

    [Test]
    public async Task With_a_proof_the_number_is_verified_and_the_account_recoverable()
    {
        FindsProof();
        Hashes();
        Creates();
        Spends(true);
        Records();

        var result = await SignUpAsync(Command(token: Some.Token.Reveal()));

        Assert.That(_created!.Phone, Is.EqualTo(Some.Phone));
        Assert.That(result.Value.PhoneNumber, Is.EqualTo(Some.Phone.Value));
        Assert.That(result.Value.Recoverable, Is.True);
        _proofs.VerifyAll();
    }

    [Test]
    public async Task An_unknown_proof_is_refused_before_anything_is_hashed()
    {
        FindsProof(null);

        var result = await SignUpAsync(Command(token: Some.Token.Reveal()));

        Assert.That(result.Error, Is.EqualTo(OtpErrors.ProofInvalid));
    }

    [Test]
    public async Task A_leaked_password_is_refused_before_it_is_hashed_and_outside_a_transaction()
    {
        _breached.Setup(b => b.ContainsAsync(Some.Password, Some.Ct)).ReturnsAsync(true).Callback(() => Assert.That(_transactions.IsRunning, Is.False));

        var result = await SignUpAsync(Command());

        Assert.That(result.Error!.Members!["password"].Single().Code, Is.EqualTo("password_breached"));
        Assert.That(_transactions.Committed + _transactions.RolledBack, Is.Zero);
    }

    [Test]
    public async Task Hashing_is_over_before_the_transaction_begins()
    {
        Hashes(() => Assert.That(_transactions.IsRunning, Is.False));
        Creates(() => Assert.That(_transactions.IsRunning, Is.True));
        Records();

        await SignUpAsync(Command());

        Assert.That(_transactions.Committed, Is.EqualTo(1));
    }

    [Test]
    public async Task The_password_is_hashed_exactly_as_it_was_sent()
    {
        const string Odd = "  Ünïcode é e\u0301 \U0001F511 ";
        _accounts.Setup(a => a.HashPasswordAsync(Odd, Some.Ct)).ReturnsAsync(s_hash);
        Creates();
        Records();

        Assert.That((await SignUpAsync(Command(password: Odd))).IsSuccess, Is.True);
    }

    [Test]
    public async Task When_too_many_passwords_wait_it_says_so_and_creates_nothing()
    {
        var busy = new Error(ErrorKind.Unavailable, "unavailable", "Busy.") { RetryAfter = TimeSpan.FromSeconds(5) };
        _accounts.Setup(a => a.HashPasswordAsync(Some.Password, Some.Ct)).ReturnsAsync(busy);

        var result = await SignUpAsync(Command());

        Assert.That(result.Error, Is.SameAs(busy));
        Assert.That(_transactions.Committed + _transactions.RolledBack, Is.Zero);
    }

    private static readonly Error[] s_taken = [AccountErrors.EmailTaken, AccountErrors.PhoneTaken];

    [TestCaseSource(nameof(s_taken))]
    public async Task A_taken_address_or_number_is_told_and_the_proof_stays_good(Error taken)
    {
        FindsProof();
        Hashes();
        _accounts.Setup(a => a.CreateAsync(It.IsAny<NewAccount>(), s_hash, Some.Ct)).ReturnsAsync(taken);

        var result = await SignUpAsync(Command(token: Some.Token.Reveal()));

        Assert.That(result.Error, Is.SameAs(taken));
        Assert.That(_transactions.RolledBack, Is.EqualTo(1));
    }

    [Test]
    public async Task When_somebody_else_spends_the_proof_meanwhile_no_account_is_left()
    {
        FindsProof();
        Hashes();
        Creates();
        Spends(false);

        var result = await SignUpAsync(Command(token: Some.Token.Reveal()));

        Assert.That(result.Error, Is.EqualTo(OtpErrors.ProofInvalid));
        Assert.That((_transactions.Committed, _transactions.RolledBack), Is.EqualTo((0, 1)));
    }

    private Task<Result<SignedUp>> SignUpAsync(SignUpCommand command) =>
        new SignUpHandler(_accounts.Object, _proofs.Object, Some.PasswordRules(_breached.Object), _passwords.Object, _audit.Object, _transactions, _clock).Handle(command, Some.Ct);

    private static SignUpCommand Command(string email = Some.Email, string password = Some.Password, string? displayName = null, string? token = null) =>
        new(email, password, displayName, token);

    // A sign-up has no account yet: only a proof that was asked for anonymously may serve it.
    private void FindsProof() => FindsProof(new PhoneProof(Some.Phone, Account: null, _clock.Now, _clock.Now.AddMinutes(10)));

    private void FindsProof(PhoneProof? proof) => _proofs.Setup(p => p.FindAsync(TheToken(), null, _clock.Now, Some.Ct)).ReturnsAsync(proof);

    private void Spends(bool won) => _proofs.Setup(p => p.SpendAsync(TheToken(), null, _clock.Now, Some.Ct))
        .Callback(() => Assert.That(_transactions.IsRunning, Is.True)).ReturnsAsync(won ? Some.Phone : null);

    private void Hashes(Action? check = null) =>
        _accounts.Setup(a => a.HashPasswordAsync(Some.Password, Some.Ct)).Callback(() => check?.Invoke()).ReturnsAsync(s_hash);

    private void Creates(Action? check = null) => _accounts.Setup(a => a.CreateAsync(It.IsAny<NewAccount>(), s_hash, Some.Ct))
        .Callback((NewAccount account, PasswordHash _, CancellationToken _) =>
        {
            check?.Invoke();
            _created = account;
        })
        .ReturnsAsync(Some.Done);

    private void Records()
    {
        _passwords.Setup(p => p.ClearAsync(EmailAddress.Parse(Some.Email), Some.Ct))
            .Callback(() => Assert.That(_transactions.IsRunning, Is.True)).Returns(Task.CompletedTask);
        _audit.Setup(a => a.RecordAsync(It.Is<AuditEvent>(e => e.Event == SecurityEvent.AccountCreated), Some.Ct))
            .Callback(() => Assert.That(_transactions.IsRunning, Is.True)).Returns(Task.CompletedTask);
    }

    private static OpaqueToken TheToken() => It.Is<OpaqueToken>(token => token.Reveal() == Some.Token.Reveal());
}
