using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Application.Login;

/// <summary>The one way to try a password: at log-in, and in a session that is open. Slow on purpose: never in a transaction.</summary>
public sealed class PasswordGate(IAccounts accounts)
{
    /// <summary>The same work and the same answers whether the e-mail is known or not (ASVS 5.0 6.3.8).</summary>
    public Task<Result<PasswordCheck>> CheckAtLoginAsync(EmailAddress email, string password, CancellationToken ct) =>
        accounts.CheckPasswordAsync(email, password, ct);

    /// <summary><c>invalid_credentials</c> for a wrong password, <c>token_invalid</c> when there is no such account any more.</summary>
    public async Task<Result<Account>> CheckInSessionAsync(Session session, string password, CancellationToken ct)
    {
        if (await accounts.FindAsync(session.Account, ct) is not { } account)
        {
            return SessionErrors.TokenInvalid;
        }

        var check = await accounts.CheckPasswordAsync(account.Email, password, ct);
        if (!check.IsSuccess)
        {
            return check.Error;
        }

        return check.Value is { IsRight: true, Account: { } owner } ? owner : LoginErrors.InvalidCredentials;
    }
}
