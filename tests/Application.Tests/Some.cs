using CleanAuth.Application.Passwords;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using Moq;

namespace CleanAuth.Application.Tests;

/// <summary>One of each thing, for tests to which it does not matter which.</summary>
internal static class Some
{
    internal const string Email = "ann@example.com";
    internal const string Password = "correct horse battery";

    internal static readonly AccountId AccountId = new(Guid.Parse("018f0000-0000-7000-8000-000000000001"));
    internal static readonly SessionId SessionId = new(Guid.Parse("018f0000-0000-7000-8000-000000000002"));
    internal static readonly PendingLoginId LoginId = new(Guid.Parse("018f0000-0000-7000-8000-000000000003"));
    internal static readonly EnrollmentId EnrollmentId = new(Guid.Parse("018f0000-0000-7000-8000-000000000004"));
    internal static readonly ChallengeId ChallengeId = new("AAAAAAAAAAAAAAAAAAAAAA");
    internal static readonly PhoneNumber Phone = PhoneNumber.Parse("+447700900123");
    internal static readonly CodeHash Hash = new("key-1", new byte[32]);
    internal static readonly OpaqueToken Token = OpaqueToken.FromBytes([.. Enumerable.Repeat((byte)7, 32)]);
    internal static readonly JwtPolicy Jwt = new() { Issuer = "https://auth.example.com", Audience = "example" };
    internal static readonly ClientAddress Client = new("192.0.2.7");
    internal static readonly SmsPolicy Sms = new() { Domain = "example.com", AllowedCallingCodes = ["44"] };

    /// <summary>Not the default token, so that a call which drops it fits no set-up of a strict mock.</summary>
    internal static readonly CancellationToken Ct = new CancellationTokenSource().Token;

    /// <summary>Rules that know no common and no leaked password.</summary>
    internal static PasswordRules PasswordRules(IBreachedPasswords? breached = null, params string[] common) =>
        new(new PasswordPolicy(), Sms, Mock.Of<ICommonPasswords>(list => list.Contains(It.IsIn(common)) == true), breached ?? Mock.Of<IBreachedPasswords>());

    internal static Account Account(bool disabled = false, bool smsFactor = false, bool withPhone = true, bool totpFactor = false, PhoneNumber? phone = null) => new()
    {
        Id = AccountId,
        Email = EmailAddress.Parse(Email),
        DisplayName = "Ann",
        PhoneNumber = withPhone ? phone ?? Phone : null,
        SmsFactorEnabled = smsFactor,
        TotpFactorEnabled = totpFactor,
        IsDisabled = disabled,
        CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    internal static OtpChallenge Challenge(OtpScope scope, DateTimeOffset at) => new(ChallengeId, scope, Phone, "K7", at, at.AddMinutes(5));

    /// <summary>A success without a value.</summary>
    internal static Result<Done> Done => new Done();

    /// <summary>The only event that may be recorded.</summary>
    internal static void Expects(this Mock<IAuditTrail> audit, SecurityEvent what, DateTimeOffset at, AccountId? account = null, SessionId? session = null) =>
        audit.Setup(a => a.RecordAsync(new AuditEvent(what, at, account, session), Ct)).Returns(Task.CompletedTask).Verifiable(Times.Once);

    /// <summary>Makes <paramref name="id"/> prove that it is a version 7 UUID of <paramref name="at"/>.</summary>
    internal static void IsOfMoment(Guid id, DateTimeOffset at)
    {
        Assert.That(id.Version, Is.EqualTo(7));
        Assert.That(Convert.ToInt64(id.ToString("N")[..12], 16), Is.EqualTo(at.ToUnixTimeMilliseconds()));
    }
}
