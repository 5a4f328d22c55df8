using CleanAuth.Application.Login;
using CleanAuth.Domain;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>One of the codes that were written down, once.</summary>
public sealed class RecoveryCodeCheck(IRecoveryCodes codes, FactorTries tries) : IFactorCheck
{
    public SecondFactorMethod Method => SecondFactorMethod.RecoveryCode;

    public async Task<Result<FactorProof>> CheckAsync(FactorAttempt attempt, DateTimeOffset now, CancellationToken ct)
    {
        var counted = await tries.CountAsync(attempt, Factor.RecoveryCode, now, ct);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        return await codes.MatchAsync(attempt.Account, RecoveryCode.Parse(attempt.Code), ct) is { } match
            ? new FactorProof(Factor.RecoveryCode, AuthenticationMethods.PasswordAndRecoveryCode,
                async (account, inner) => await codes.SpendAsync(account.Id, match, inner) ? new Done() : OtpErrors.CodeInvalid)
            : OtpErrors.CodeInvalid;
    }
}
