using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Makes a secret for an authenticator app. It waits beside the active one, which goes on working until the new one's first code came.</summary>
public sealed record GenerateTotpCommand(AccountId Account, SetupId Setup) : IRequest<Result<TotpGenerated>>;

/// <summary>Shown this once.</summary>
/// <param name="Secret">For typing into the app: base32.</param>
/// <param name="OtpauthUri">What the QR code holds: a key URI for authenticator apps.</param>
/// <param name="QrCode">A PNG image as a data URI.</param>
public sealed record TotpGenerated(string Secret, string OtpauthUri, string QrCode)
{
    public override string ToString() => nameof(TotpGenerated);
}

public sealed class GenerateTotpHandler(
    IAccounts accounts, IAuthenticators authenticators, IQrCodes qrCodes, ITransactions transactions, TotpPolicy policy, TimeProvider time)
    : IRequestHandler<GenerateTotpCommand, Result<TotpGenerated>>
{
    public async Task<Result<TotpGenerated>> Handle(GenerateTotpCommand request, CancellationToken cancellationToken)
    {
        var secret = TotpSecret.Generate();
        var account = await transactions.RunAsync(ct => KeepAsync(request, secret, ct), cancellationToken);
        if (!account.IsSuccess)
        {
            return account.Error;
        }

        var uri = KeyUri.Write(policy, account.Value.Email, secret);
        return new TotpGenerated(secret.RevealText(), uri, $"data:image/png;base64,{Convert.ToBase64String(qrCodes.Png(uri))}");
    }

    private async Task<Result<Account>> KeepAsync(GenerateTotpCommand request, TotpSecret secret, CancellationToken ct)
    {
        if (await accounts.HoldAsync(request.Account, ct) is not { } account)
        {
            return SessionErrors.TokenInvalid;
        }

        await authenticators.SetPendingAsync(request.Account, request.Setup, secret, time.GetUtcNow(), ct);
        return account;
    }
}
