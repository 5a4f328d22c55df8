using CleanAuth.Application.Login;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Spend;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>A code by SMS or call to the verified number.</summary>
public sealed class SmsCheck(IOtpChallenges challenges, IOtpHasher hasher, ISendGate gate, FactorTries tries) : IFactorCheck
{
    public SecondFactorMethod Method => SecondFactorMethod.Sms;

    public async Task<Result<FactorProof>> CheckAsync(FactorAttempt attempt, DateTimeOffset now, CancellationToken ct)
    {
        var counted = await CountAsync(attempt, now, ct);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        var (challenge, hash) = counted.Value;
        return hasher.Verify(challenge, OtpCode.Parse(attempt.Code), hash)
            ? new FactorProof(Factor.Sms, AuthenticationMethods.PasswordAndSms, (account, inner) => SpendAsync(challenge, account, now, inner))
            {
                CountAsync = (_, inner) => gate.CountVerifiedAsync(challenge, inner),
            }
            : OtpErrors.CodeInvalid;
    }

    // The budget is asked first, so that a throttled try uses up nothing, and counted last, when the code came to the right door.
    private async Task<Result<CountedTry>> CountAsync(FactorAttempt attempt, DateTimeOffset now, CancellationToken ct)
    {
        var budget = await tries.AskAsync(attempt.Account, Factor.Sms, now, ct);
        if (!budget.IsSuccess)
        {
            return budget.Error;
        }

        var counted = await challenges.CountTryAsync(new ChallengeId(attempt.ChallengeId!), attempt.Door, now, ct);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        if (!await attempt.CountTry(ct))
        {
            return SessionErrors.TokenInvalid;
        }

        var inBudget = await tries.CountAsync(attempt.Account, Factor.Sms, budget.Value, now, ct);
        return inBudget.IsSuccess ? counted : inBudget.Error;
    }

    // The account is held, so that a change of the number waits for this or is seen here.
    private async Task<Result<Done>> SpendAsync(OtpChallenge challenge, Account account, DateTimeOffset now, CancellationToken ct)
    {
        if (account.PhoneNumber != challenge.Phone || !(account.SmsFactorEnabled || challenge.Scope.Purpose == OtpPurpose.Enrollment))
        {
            return SessionErrors.TokenInvalid;
        }

        if (account.Bar?.Judge(Factor.Sms, now) is { } barred)
        {
            return barred;
        }

        return await challenges.ConsumeAsync(challenge.Id, now, ct) ? new Done() : OtpErrors.ChallengeUsed;
    }
}
