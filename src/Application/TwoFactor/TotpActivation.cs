using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Makes the secret that waits the active one, proved by its first code; the same for a session and for an enrolment.</summary>
public sealed class TotpActivation(IAccounts accounts, IAuthenticators authenticators, ITotpVerifier verifier)
{
    /// <summary>Uses up one try of the secret that waits, then compares.</summary>
    public async Task<Result<FirstCode>> CheckAsync(AccountId account, SetupId setup, string code, DateTimeOffset now, CancellationToken ct)
    {
        var pending = await authenticators.CountPendingTryAsync(account, setup, now, ct);
        if (!pending.IsSuccess)
        {
            return pending.Error;
        }

        var match = verifier.Match(pending.Value, code, now);
        return match.Step is { } step ? new FirstCode(pending.Value, step) : match.IsOld ? OtpErrors.CodeOfSlowClock : OtpErrors.CodeInvalid;
    }

    /// <summary>Inside the transaction of a caller that holds the account; <c>nothing_pending</c> when another request was first.</summary>
    public async Task<Result<Done>> ActivateAsync(AccountId account, SetupId setup, FirstCode code, DateTimeOffset now, CancellationToken ct)
    {
        if (!await authenticators.ActivateAsync(account, setup, code.Secret, code.Step, now, ct))
        {
            return TwoFactorErrors.NothingPending;
        }

        await accounts.SetTotpFactorAsync(account, enabled: true, ct);
        return new Done();
    }
}

/// <summary>The first right code of a secret that waits; its step is used up with the activation.</summary>
public sealed record FirstCode(TotpSecret Secret, long Step);
