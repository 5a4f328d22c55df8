using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Application.Passwords;

/// <summary>What a new password has to pass, wherever one is set.</summary>
public sealed class PasswordRules(PasswordPolicy policy, SmsPolicy sms, ICommonPasswords common, IBreachedPasswords breached)
{
    private static readonly MemberError s_common = new("password_common", "must not be one that many people choose");
    private static readonly MemberError s_breached = new("password_breached", "must not be one that a leak of another service made known");

    /// <summary>The first rule that <paramref name="password"/> breaks, or null. Waits for nobody: for validators.</summary>
    /// <param name="email">Null where the validator does not know it; then <see cref="RefusalAsync"/> looks for its name.</param>
    public MemberError? Judge(string password, EmailAddress? email) =>
        policy.Judge(password, email, sms.BrandName) ?? (common.Contains(password) ? s_common : null);

    /// <summary>
    /// <c>validation_failed</c>, or null when the password breaks no rule and is in no known leak. For handlers: before the password is
    /// hashed, and outside any transaction, because another service may be asked.
    /// </summary>
    /// <param name="property">Name of the command's property with the password.</param>
    public async Task<Error?> RefusalAsync(string property, string password, EmailAddress email, CancellationToken ct)
    {
        var broken = Judge(password, email) ?? (await breached.ContainsAsync(password, ct) ? s_breached : null);
        return broken is null ? null : ValidationErrors.Of(new Dictionary<string, MemberError[]> { [ValidationErrors.MemberName(property)] = [broken] });
    }
}
