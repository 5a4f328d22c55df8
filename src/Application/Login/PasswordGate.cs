using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Application.Login;

/// <summary>The one way to try a password: at log-in, and in a session that is open. Slow on purpose: never in a transaction.</summary>
public sealed class PasswordGate(IAccounts accounts, PasswordTries tries, IKnownSources sources, IRequestSource request, TimeProvider time)
{
    // Asked about when the e-mail is unknown, so that the database is asked the same.
    private static readonly AccountId s_nobody = new(Guid.Empty);

    /// <summary>
    /// The same work and the same answers whether the e-mail is known or not (ASVS 5.0 6.3.8), <c>password_throttled</c> included: it is judged
    /// before anything else. Networks that the account logged in from are counted apart, so that strangers cannot lock its owner out.
    /// </summary>
    public async Task<Result<PasswordCheck>> CheckAtLoginAsync(EmailAddress email, string password, CancellationToken ct)
    {
        var credential = await accounts.FindCredentialAsync(email, ct);
        var source = request.Current;
        var isKnown = await sources.IsKnownAsync(credential.Account?.Id ?? s_nobody, source, time.GetUtcNow(), ct);
        return await CheckAsync(credential, password, isKnown ? PasswordCounter.OfNetwork(email, source.Network!) : PasswordCounter.OfStrangers(email), ct);
    }

    /// <summary>
    /// <c>invalid_credentials</c> for a wrong password, <c>token_invalid</c> when there is no such account any more, <c>password_throttled</c> for what
    /// was tried in this very session: nobody else can delay it.
    /// </summary>
    public async Task<Result<Account>> CheckInSessionAsync(Session session, string password, CancellationToken ct)
    {
        if (await accounts.FindAsync(session.Account, ct) is not { } account)
        {
            return SessionErrors.TokenInvalid;
        }

        var credential = await accounts.FindCredentialAsync(account.Email, ct);
        var check = await CheckAsync(credential, password, PasswordCounter.OfSession(account.Email, session.Id), ct);
        if (!check.IsSuccess)
        {
            return check.Error;
        }

        return check.Value is { IsRight: true, Account: { } owner } ? owner : LoginErrors.InvalidCredentials;
    }

    private async Task<Result<PasswordCheck>> CheckAsync(Credential credential, string password, PasswordCounter counter, CancellationToken ct)
    {
        var account = credential.Account;
        var asked = await tries.AskAsync(counter, account?.Id, ct);
        if (!asked.IsSuccess)
        {
            return asked.Error;
        }

        // What stands there may be another by the time that the hash can be made: of several right passwords at once only one followed the wrong ones.
        var before = asked.Value;
        var check = await accounts.CheckPasswordAsync(credential, password, CountAsync, ct);
        if (!check.IsSuccess)
        {
            return check.Error;
        }

        return check.Value && account is not null
            ? new PasswordCheck(account, IsRight: true, await tries.ClearAsync(counter, before, ct))
            : new PasswordCheck(account, IsRight: false);

        async Task<Result<Done>> CountAsync(CancellationToken counting)
        {
            var counted = await tries.CountAsync(counter, account?.Id, before, counting);
            if (!counted.IsSuccess)
            {
                return counted.Error;
            }

            before = counted.Value;
            return new Done();
        }
    }
}
