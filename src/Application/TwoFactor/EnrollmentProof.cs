using CleanAuth.Application.Login;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>
/// What an enrolment needs beside the password after an administrator took lost factors away: a code to the number that was verified before, if there is
/// one. Otherwise whoever found the password could be first (security-requirements D17).
/// </summary>
public sealed class EnrollmentProof(IAccounts accounts, IEnumerable<IFactorCheck> checks, FactorTries tries, IAuditTrail audit)
{
    /// <summary><c>phone_proof_required</c> when the code is needed and was not sent, or null. Nothing is counted.</summary>
    /// <param name="proved">A number that was proved otherwise; the verified one needs no second proof.</param>
    public async Task<Error?> MissingAsync(EnrollmentAttempt attempt, PhoneNumber? proved, CancellationToken ct) =>
        attempt.HasCode ? null : await accounts.FindAsync(attempt.Account, ct) is { } account ? Refusal(account, proved) : SessionErrors.TokenInvalid;

    /// <summary>Counts the try in the budget of codes by SMS, then compares. Nothing is spent yet. Without a code: a proof that holds only where none is needed.</summary>
    public async Task<Result<FactorProof>> CheckAsync(EnrollmentAttempt attempt, PhoneNumber? proved, DateTimeOffset now, CancellationToken ct)
    {
        if (!attempt.HasCode)
        {
            return new FactorProof(null, AuthenticationMethods.Password, (account, _) => Task.FromResult<Result<Done>>(Refusal(account, proved) is { } refusal ? refusal : new Done()));
        }

        var door = new OtpScope(OtpPurpose.Enrollment, attempt.Account, Enrollment: attempt.Enrollment);
        var code = new FactorAttempt(door, attempt.SmsCode!, attempt.ChallengeId, _ => Task.FromResult(true));
        var proof = await checks.Single(check => check.Method == SecondFactorMethod.Sms).CheckAsync(code, now, ct);
        if (!proof.IsSuccess && proof.Error.Code == OtpErrors.CodeInvalid.Code)
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.SecondFactorFailed, now, attempt.Account), ct);
        }

        return proof;
    }

    /// <summary>Refuses a code to the verified number while the budget is throttled, for under such an enrolment it proves as much.</summary>
    /// <returns>Null when there is no such enrolment.</returns>
    public async Task<Result<OwnNumberTry>?> AskAsync(AccountId id, DateTimeOffset now, CancellationToken ct)
    {
        if (await accounts.FindAsync(id, ct) is not { MustProveNumber: true } account)
        {
            return null;
        }

        var budget = await tries.AskAsync(id, Factor.Sms, now, ct);
        return budget.IsSuccess ? new OwnNumberTry(account.PhoneNumber!, budget.Value) : budget.Error;
    }

    /// <summary>Counts one try when it is the verified number that is being proved.</summary>
    public async Task<Result<Done>> CountAsync(AccountId id, OwnNumberTry asked, PhoneNumber phone, DateTimeOffset now, CancellationToken ct) =>
        phone == asked.Phone ? await tries.CountAsync(id, Factor.Sms, asked.Budget, now, ct) : new Done();

    private static Error? Refusal(Account account, PhoneNumber? proved) =>
        account.MustProveNumber && account.PhoneNumber != proved ? TwoFactorErrors.PhoneProofRequired : null;
}

/// <param name="ChallengeId">From send-otp with purpose enrollment; null with <paramref name="SmsCode"/>: none was sent.</param>
/// <param name="SmsCode">The code of it.</param>
public sealed record EnrollmentAttempt(AccountId Account, EnrollmentId Enrollment, string? ChallengeId, string? SmsCode)
{
    public bool HasCode => ChallengeId is not null && SmsCode is not null;

    public override string ToString() => nameof(EnrollmentAttempt);
}

/// <param name="Phone">The verified number.</param>
/// <param name="Budget">Of codes by SMS, as it was seen.</param>
public sealed record OwnNumberTry(PhoneNumber Phone, FactorBudget Budget);
