using CleanAuth.Application.Passwords;
using CleanAuth.Application.Pipeline;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Spend;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Otp;

/// <summary>Answers a phone verification or the code of a forgotten password. A second factor's code is not taken here but at 2fa/authenticate.</summary>
public sealed record VerifyOtpCommand(string ChallengeId, string Code, OtpCaller Caller) : IRequest<Result<OtpVerified>>
{
    public override string ToString() => nameof(VerifyOtpCommand);
}

public enum OtpStatus
{
    Verified,
}

/// <param name="Status">Always <c>verified</c>.</param>
/// <param name="PhoneVerificationToken">Proves the number once, within ten minutes: at sign-up, or at PUT /account/phone when it was asked for with a full token.</param>
/// <param name="PasswordResetToken">In its place after password/forgot: sets a new password once, within ten minutes, at password/reset.</param>
public sealed record OtpVerified(OtpStatus Status, string? PhoneVerificationToken = null, string? PasswordResetToken = null)
{
    public override string ToString() => nameof(OtpVerified);
}

public sealed class VerifyOtpValidator : AbstractValidator<VerifyOtpCommand>
{
    public VerifyOtpValidator()
    {
        RuleFor(c => c.ChallengeId).Required().IsChallengeId();
        RuleFor(c => c.Code).Required().IsCode();
    }
}

public sealed class VerifyOtpHandler(
    IAccounts accounts, IOtpChallenges challenges, IOtpHasher hasher, IPhoneProofs proofs, ResetCodeCheck resetCodes, EnrollmentProof enrolling, ISendGate gate, IAuditTrail audit, ITransactions transactions, OtpPolicy policy,
    TimeProvider time)
    : IRequestHandler<VerifyOtpCommand, Result<OtpVerified>>
{
    public async Task<Result<OtpVerified>> Handle(VerifyOtpCommand request, CancellationToken cancellationToken)
    {
        if (request.Caller.Login is not null)
        {
            return SessionErrors.SecondFactorRequired;
        }

        var now = time.GetUtcNow();
        var scope = new OtpScope(OtpPurpose.PhoneVerification, request.Caller.Account);
        var id = new ChallengeId(request.ChallengeId);
        var own = request.Caller is { Account: { } enrolled, Enrollment: not null } ? await enrolling.AskAsync(enrolled, now, cancellationToken) : null;
        if (own is { Error: { } throttled })
        {
            return throttled;
        }

        var counted = await challenges.CountTryAsync(id, scope, now, cancellationToken);
        if (!counted.IsSuccess)
        {
            // What was asked for without a token is answered without one.
            return counted.Error == OtpErrors.ChallengeNotFound && request.Caller.Account is null
                ? await resetCodes.VerifyAsync(id, OtpCode.Parse(request.Code), now, cancellationToken)
                : counted.Error;
        }

        if (own is { Value: var asked } && await enrolling.CountAsync(scope.Account!.Value, asked, counted.Value.Challenge.Phone, now, cancellationToken) is { Error: { } full })
        {
            return full;
        }

        return hasher.Verify(counted.Value.Challenge, OtpCode.Parse(request.Code), counted.Value.Hash)
            ? await transactions.RunAsync(ct => ProveAsync(counted.Value.Challenge, now, ct), cancellationToken)
            : OtpErrors.CodeInvalid;
    }

    private async Task<Result<OtpVerified>> ProveAsync(OtpChallenge challenge, DateTimeOffset now, CancellationToken ct)
    {
        // First of all locks, so that a deletion of the account waits for this or is seen here.
        if (challenge.Scope.Account is { } account && await accounts.HoldAsync(account, ct) is null)
        {
            return SessionErrors.TokenInvalid;
        }

        if (!await challenges.ConsumeAsync(challenge.Id, now, ct))
        {
            return OtpErrors.ChallengeUsed;
        }

        var token = OpaqueToken.Generate();
        await proofs.IssueAsync(token, new PhoneProof(challenge.Phone, challenge.Scope.Account, now, now + policy.ProofLife), ct);
        await audit.RecordAsync(new AuditEvent(SecurityEvent.PhoneProved, now, challenge.Scope.Account), ct);
        await gate.CountVerifiedAsync(challenge, ct);
        return new OtpVerified(OtpStatus.Verified, token.Reveal());
    }
}
