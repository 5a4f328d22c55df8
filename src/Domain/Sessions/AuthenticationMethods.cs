using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Sessions;

/// <summary>What a person proved at a log-in: the <c>amr</c> values of RFC 8176 and the assurance level that follows from them.</summary>
public sealed class AuthenticationMethods
{
    /// <summary>A password alone.</summary>
    public static readonly AuthenticationMethods Password = new("pwd");

    /// <summary>A password, then a code by SMS.</summary>
    public static readonly AuthenticationMethods PasswordAndSms = new("pwd", "sms", "mfa");

    /// <summary>A password, then a code from an authenticator app.</summary>
    public static readonly AuthenticationMethods PasswordAndTotp = new("pwd", "otp", "mfa");

    /// <summary>A password, then a recovery code.</summary>
    public static readonly AuthenticationMethods PasswordAndRecoveryCode = new("pwd", "recovery", "mfa");

    private AuthenticationMethods(params string[] amr) => Amr = amr;

    public IReadOnlyList<string> Amr { get; }

    /// <summary>1 for one factor, 2 for two of different kinds.</summary>
    public int AssuranceLevel => Amr.Contains("mfa") ? 2 : 1;

    /// <summary>The second factor that was proved, if there was one.</summary>
    public Factor? ProvedFactor =>
        Amr.Contains("otp") ? Factor.Totp : Amr.Contains("sms") ? Factor.Sms : Amr.Contains("recovery") ? Factor.RecoveryCode : null;

    /// <summary>The <c>acr</c> claim.</summary>
    public string Acr => $"urn:cleanauth:acr:{AssuranceLevel}";

    /// <summary>The stored form: the values with a blank between.</summary>
    public static AuthenticationMethods Parse(string stored) => new(stored.Split(' '));

    public override string ToString() => string.Join(' ', Amr);
}
