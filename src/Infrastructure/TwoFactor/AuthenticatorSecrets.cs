using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;
using Microsoft.AspNetCore.DataProtection;

namespace CleanAuth.Infrastructure.TwoFactor;

/// <summary>Encrypts the secrets of authenticator apps; the account's id is part of the purpose, so a ciphertext fits no other account's row.</summary>
internal sealed class AuthenticatorSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("CleanAuth.Authenticator");

    internal byte[] Protect(AccountId account, TotpSecret secret) => For(account).Protect(secret.Reveal().ToArray());

    internal TotpSecret Unprotect(AccountId account, byte[] secret) => new(For(account).Unprotect(secret));

    private IDataProtector For(AccountId account) => _protector.CreateProtector(account.Value.ToString());
}
