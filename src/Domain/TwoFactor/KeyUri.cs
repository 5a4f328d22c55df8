using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.TwoFactor;

/// <summary>
/// The address that authenticator apps read from a QR code, in the de facto key URI format: the issuer stands in front of the account's name and
/// as a parameter, because apps look at one or the other. Holds the secret.
/// </summary>
public static class KeyUri
{
    public static string Write(TotpPolicy policy, EmailAddress account, TotpSecret secret)
    {
        var issuer = Uri.EscapeDataString(policy.Issuer);
        return $"otpauth://totp/{issuer}:{Uri.EscapeDataString(account.Value)}?secret={secret.RevealText()}&issuer={issuer}&algorithm=SHA1&digits={Totp.Digits}&period={Totp.StepSeconds}";
    }
}
