using CleanAuth.Application.Login;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.TwoFactor;

/// <summary>A code from an authenticator app: each time step once (RFC 6238 5.2).</summary>
public sealed class TotpCheck(IAuthenticators authenticators, ITotpVerifier verifier, FactorTries tries) : IFactorCheck
{
    public SecondFactorMethod Method => SecondFactorMethod.Totp;

    public async Task<Result<FactorProof>> CheckAsync(FactorAttempt attempt, DateTimeOffset now, CancellationToken ct)
    {
        // Opened before the try is counted: a secret that no key opens any more is our fault, not a failure of its owner.
        var app = await authenticators.FindAsync(attempt.Account, ct);
        var counted = await tries.CountAsync(attempt, Factor.Totp, now, ct);
        if (!counted.IsSuccess)
        {
            return counted.Error;
        }

        if (app is null)
        {
            return OtpErrors.CodeInvalid;
        }

        var match = verifier.Match(app.Secret, attempt.Code, now);
        return match.Step is { } step
            ? new FactorProof(Factor.Totp, AuthenticationMethods.PasswordAndTotp, (account, inner) => SpendAsync(account, app, step, inner))
            : match.IsOld ? OtpErrors.CodeOfSlowClock : OtpErrors.CodeInvalid;
    }

    private async Task<Result<Done>> SpendAsync(Account account, ActiveAuthenticator app, long step, CancellationToken ct) =>
        account.TotpFactorEnabled && await authenticators.SpendStepAsync(account.Id, app, step, ct) ? new Done() : OtpErrors.CodeInvalid;
}
