using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Application.Login;

/// <summary>Somebody who guessed for long and then was right is worth a word to the owner (ASVS 5.0 6.3.5), also when a second factor is still to come.</summary>
public sealed class LoginAfterFailures(IAuditTrail audit, INotices notices)
{
    /// <summary>Inside the log-in's transaction; call it last, see <see cref="INotices.TellAsync"/>.</summary>
    public async Task TellAsync(Account account, int failuresBefore, DateTimeOffset now, CancellationToken ct)
    {
        if (failuresBefore >= PasswordBudget.FailuresToTell)
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.LoginAfterFailures, now, account.Id), ct);
            await notices.TellOfLoginAfterFailuresAsync(account, now, ct);
        }
    }
}
