using CleanAuth.Application.Otp;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Spend;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.Passwords;

/// <summary>Answers the code of a forgotten password. A decoy is counted and compared like any other, and nothing fits it.</summary>
public sealed class ResetCodeCheck(
    IAccounts accounts, IResetChallenges resets, IOtpChallenges challenges, IOtpHasher hasher, ResetTries tries, IResetTokens tokens, ISendGate gate, IAuditTrail audit,
    ITransactions transactions, OtpPolicy policy, TwoFactorPolicy twoFactor)
{
    public async Task<Result<OtpVerified>> VerifyAsync(ChallengeId id, OtpCode code, DateTimeOffset now, CancellationToken ct)
    {
        if (await resets.FindAsync(id, ct) is not { Scope.Account: { } subject } found)
        {
            return OtpErrors.ChallengeNotFound;
        }

        var counted = await CountAsync(found, subject, now, ct);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        var (challenge, hash) = counted.Value;
        if (hasher.Verify(challenge, code, hash))
        {
            return await transactions.RunAsync(inner => ProveAsync(challenge, subject, now, inner), ct);
        }

        var account = challenge.Phone == IResetChallenges.Nowhere ? (AccountId?)null : subject;
        await audit.RecordAsync(new AuditEvent(SecurityEvent.PasswordResetFailed, now, account), ct);
        return OtpErrors.CodeInvalid;
    }

    // The budget is asked first, so that a throttled try uses up nothing, and counted last, when the code came to an open challenge.
    private async Task<Result<CountedTry>> CountAsync(OtpChallenge found, AccountId subject, DateTimeOffset now, CancellationToken ct)
    {
        var asked = await tries.AskAsync(subject, Factor.Sms, now, ct);
        if (!asked.IsSuccess)
        {
            return asked.Error;
        }

        var counted = await challenges.CountTryAsync(found.Id, found.Scope, now, ct);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        var inBudget = await tries.CountAsync(asked.Value, now, ct);
        return inBudget.IsSuccess ? counted : inBudget.Error;
    }

    private async Task<Result<OtpVerified>> ProveAsync(OtpChallenge challenge, AccountId account, DateTimeOffset now, CancellationToken ct)
    {
        // A code that was asked for while the number was being changed is the old number's, and one that was asked for during a reset of lost factors is too early.
        if (await accounts.HoldAsync(account, ct) is not { IsDisabled: false } owner || owner.PhoneNumber != challenge.Phone || twoFactor.IsCooling(owner, now))
        {
            return OtpErrors.ChallengeExpired;
        }

        if (!await challenges.ConsumeAsync(challenge.Id, now, ct))
        {
            return OtpErrors.ChallengeUsed;
        }

        var token = OpaqueToken.Generate();
        await tries.ClearAsync(account, Factor.Sms, ct);
        await tokens.IssueAsync(token, account, now, now + policy.ProofLife, ct);
        await gate.CountVerifiedAsync(challenge, ct);
        return new OtpVerified(OtpStatus.Verified, PasswordResetToken: token.Reveal());
    }
}
