using System.Text;
using System.Text.Json;
using CleanAuth.Application.Import;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Import;
using CleanAuth.Domain.Login;
using CleanAuth.TestKit.Import;
using Moq;

namespace CleanAuth.Application.Tests.Import;

public sealed class ImportAccountsTests
{
    private readonly Mock<IAccountImports> _imports = new(MockBehavior.Strict);
    private readonly Mock<IAuditTrail> _audit = new(MockBehavior.Strict);
    private readonly ImmediateTransactions _transactions = new();
    private readonly FixedClock _clock = new();
    private readonly List<ImportedAccount> _stored = [];
    private readonly List<AccountId?> _recorded = [];

    [Test]
    public async Task Lines_become_accounts_in_one_transaction_with_an_audit_event_each()
    {
        Finds();
        Stores();

        var done = await ImportAsync(Line("ann@example.com"), Line("bob@example.com"));

        Assert.That((done.Imported, done.AlreadyThere, done.Refused.Count), Is.EqualTo((2, 0, 0)));
        Assert.That(_stored.Select(imported => imported.Account.Email.Value), Is.EqualTo(new[] { "ann@example.com", "bob@example.com" }));
        Assert.That(_recorded, Is.EqualTo(_stored.Select(imported => imported.Account.Id)));
        Assert.That((_transactions.Committed, _transactions.RolledBack), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Everything_of_a_line_arrives()
    {
        Finds();
        Stores();

        await ImportAsync(Line("Ann@Example.com", phone: "+44 7700 900123", phoneVerified: true, displayName: "Ann", createdAt: "2019-04-01T12:00:00+02:00"));

        var account = _stored.Single().Account;
        Assert.That(account.Email.Value, Is.EqualTo("ann@example.com"));
        Assert.That(account.Phone!.Value, Is.EqualTo("+447700900123"));
        Assert.That(account.DisplayName, Is.EqualTo("Ann"));
        Assert.That(account.CreatedAt, Is.EqualTo(new DateTimeOffset(2019, 4, 1, 10, 0, 0, TimeSpan.Zero)));
        Assert.That(_stored.Single().Hash.Text, Is.EqualTo(HashVector.Cheap.Hash));
        Some.IsOfMoment(account.Id.Value, _clock.Now);
    }

    [TestCase(null)]
    [TestCase(false)]
    public async Task A_number_that_is_not_verified_is_left_out_and_counted(bool? verified)
    {
        Finds();
        Stores();

        var done = await ImportAsync(Line("ann@example.com", phone: "not even a number", phoneVerified: verified), Line("bob@example.com"));

        Assert.That((done.Imported, done.NumbersLeftOut), Is.EqualTo((2, 1)));
        Assert.That(_stored[0].Account.Phone, Is.Null);
    }

    [Test]
    public async Task Who_is_there_already_is_left_as_he_is()
    {
        Finds(emails: ["ann@example.com"]);

        var done = await ImportAsync(Line("ann@example.com"));

        Assert.That((done.Imported, done.AlreadyThere, done.Refused.Count), Is.EqualTo((0, 1, 0)));
        _imports.Verify(i => i.AddAsync(It.IsAny<IReadOnlyCollection<ImportedAccount>>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task The_first_of_two_lines_with_one_address_or_one_number_counts()
    {
        Finds();
        Stores();

        var done = await ImportAsync(
            Line("ann@example.com", "+447700900123", true), Line("ANN@example.com"), Line("bob@example.com", "+447700900123", true), Line("eve@example.com", "+447700900124", true));

        Assert.That((done.Imported, done.AlreadyThere), Is.EqualTo((2, 1)));
        Assert.That(done.Refused, Is.EqualTo(new[] { new RefusedLine(3, "phone is the verified number of another account") }));
        Assert.That(_stored.Select(imported => imported.Account.Email.Value), Is.EqualTo(new[] { "ann@example.com", "eve@example.com" }));
    }

    [Test]
    public async Task The_number_of_somebody_else_is_refused_with_the_line()
    {
        Finds(phones: ["+447700900123"]);

        var done = await ImportAsync(Line("ann@example.com", "+447700900123", true));

        Assert.That(done.Refused, Is.EqualTo(new[] { new RefusedLine(1, "phone is the verified number of another account") }));
    }

    [Test]
    public async Task Somebody_who_signs_up_meanwhile_costs_the_others_nothing()
    {
        Finds();
        Stores();
        Refuses("bob@example.com", AccountErrors.EmailTaken);
        Refuses("eve@example.com", AccountErrors.PhoneTaken);

        var done = await ImportAsync(Line("ann@example.com"), Line("bob@example.com"), Line("eve@example.com"), Line("joe@example.com"));

        Assert.That((done.Imported, done.AlreadyThere), Is.EqualTo((2, 1)));
        Assert.That(done.Refused.Select(refused => refused.Line), Is.EqualTo(new[] { 3 }));
        Assert.That(_stored.Select(imported => imported.Account.Email.Value), Is.EqualTo(new[] { "ann@example.com", "joe@example.com" }));
        Assert.That(_recorded, Is.EqualTo(_stored.Select(imported => imported.Account.Id)));
    }

    [Test]
    public async Task Good_lines_are_imported_whatever_stands_between_them()
    {
        Finds();
        Stores();

        var done = await ImportAsync("nonsense", Line("ann@example.com"), "{}", Line("nobody"), Line("bob@example.com"));

        Assert.That(done.Imported, Is.EqualTo(2));
        Assert.That(done.Refused.Select(refused => refused.Line), Is.EqualTo(new[] { 1, 3, 4 }));
    }

    [Test]
    public async Task A_time_that_is_yet_to_come_is_refused()
    {
        Finds();

        var done = await ImportAsync(Line("ann@example.com", createdAt: _clock.Now.AddSeconds(1).ToString("yyyy-MM-dd'T'HH:mm:ssK", null)));

        Assert.That(done.Refused.Single().Reason, Is.EqualTo("createdAt must not be in the future"));
    }

    [Test]
    public async Task A_machine_that_cannot_check_bcrypt_says_so()
    {
        Finds(canCheck: false);

        var done = await ImportAsync(Line("ann@example.com"));

        Assert.That(done.Refused.Single().Reason, Does.Contain("bcrypt hashes cannot be checked on this machine"));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("42")]
    [TestCase("{} {}")]
    [TestCase("""{"email":"secret@example.com","surname":"secret"}""")]
    [TestCase("""{"email":"secret@example.com","email":"secret@example.com"}""")]
    [TestCase("""{"Email":"secret@example.com"}""")]
    [TestCase("""{"email":["secret@example.com"]}""")]
    [TestCase("""{"email":{"secret":1}}""")]
    [TestCase("""{"email":"secret@example.com","phoneVerified":"true"}""")]
    [TestCase("""{"email":"secret@example.com","phoneVerified":1}""")]
    [TestCase("""{"email":"secret@example.com",}""")]
    [TestCase("""{"email":"secret@example.com"} // secret""")]
    [TestCase("""{"email":"\ud800secret@example.com"}""")]
    [TestCase("""{"email":"secret@example.com"}{""")]
    [TestCase("{\"email\":\"secret")]
    [TestCase("\uFEFF{}")]
    public async Task What_is_no_object_of_these_members_is_refused_without_a_word_of_it(string line)
    {
        Finds();

        var done = await ImportAsync(line);

        Assert.That(done.Refused.Single().Reason, Is.AnyOf("is null", "is not one JSON object with the known members, each at most once and of its type"));
    }

    [Test]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        Finds();
        byte[] line = [.. "{\"email\":\""u8, 0xC3, 0x28, .. "@example.com\"}"u8];

        var done = (await Handler().Handle(new ImportAccountsCommand([new ImportLine(7, line)]), Some.Ct)).Value;

        Assert.That(done.Refused.Single().Line, Is.EqualTo(7));
    }

    [Test]
    public async Task A_line_of_the_greatest_length_is_read_and_one_byte_more_is_not()
    {
        Finds();
        Stores();
        var line = Line("ann@example.com");

        var done = await ImportAsync(line.PadRight(ImportLine.MaxLength), line.PadRight(ImportLine.MaxLength + 1));

        Assert.That(done.Imported, Is.EqualTo(1));
        Assert.That(done.Refused, Is.EqualTo(new[] { new RefusedLine(2, "is longer than 8192 bytes") }));
    }

    private async Task<ImportedAccounts> ImportAsync(params string[] lines) =>
        (await Handler().Handle(new ImportAccountsCommand([.. lines.Select((line, i) => new ImportLine(i + 1, Encoding.UTF8.GetBytes(line)))]), Some.Ct)).Value;

    private ImportAccountsHandler Handler() => new(new ImportReading(new ImportedPersonValidator(), _imports.Object), _imports.Object, Mock.Of<IPasswordBudgets>(), _audit.Object, _transactions, _clock);

    private static string Line(string email, string? phone = null, bool? phoneVerified = null, string? displayName = null, string? createdAt = null) =>
        JsonSerializer.Serialize(new { email, phone, phoneVerified, displayName, createdAt, emailVerified = true, passwordHash = HashVector.Cheap.Hash });

    private void Finds(string[]? emails = null, string[]? phones = null, bool canCheck = true)
    {
        _imports.Setup(i => i.CanCheck(It.IsAny<ForeignHash>())).Returns(canCheck);
        _imports.Setup(i => i.FindTakenAsync(It.IsAny<IReadOnlyCollection<EmailAddress>>(), It.IsAny<IReadOnlyCollection<PhoneNumber>>(), Some.Ct))
            .ReturnsAsync(new TakenNames((emails ?? []).Select(EmailAddress.Parse).ToHashSet(), (phones ?? []).Select(PhoneNumber.Parse).ToHashSet()));
    }

    private void Stores()
    {
        _imports.Setup(i => i.AddAsync(It.IsAny<IReadOnlyCollection<ImportedAccount>>(), _clock.Now, Some.Ct))
            .Callback((IReadOnlyCollection<ImportedAccount> accounts, DateTimeOffset _, CancellationToken _) =>
            {
                Assert.That(_transactions.IsRunning, Is.True);
                _stored.AddRange(accounts);
            })
            .ReturnsAsync(Some.Done);
        _audit.Setup(a => a.RecordAsync(It.Is<AuditEvent>(e => e.Event == SecurityEvent.AccountImported && e.At == _clock.Now), Some.Ct))
            .Callback((AuditEvent e, CancellationToken _) =>
            {
                Assert.That(_transactions.IsRunning, Is.True);
                _recorded.Add(e.Account);
            })
            .Returns(Task.CompletedTask);
    }

    private void Refuses(string email, Error error) =>
        _imports.Setup(i => i.AddAsync(It.Is<IReadOnlyCollection<ImportedAccount>>(accounts => accounts.Any(a => a.Account.Email.Value == email)), _clock.Now, Some.Ct))
            .ReturnsAsync(error);
}
