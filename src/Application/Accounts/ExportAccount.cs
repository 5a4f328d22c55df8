using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using MediatR;

namespace CleanAuth.Application.Accounts;

/// <summary>Everything that is stored about the person who asks.</summary>
public sealed record ExportAccountQuery(AccountId Account, SessionId Session) : IRequest<Result<AccountExport>>;

/// <param name="ExportedAt">When it was read.</param>
/// <param name="Profile">As <c>GET /account</c> gives it.</param>
/// <param name="PasswordChangedAt">The password itself is stored as a hash, which is not part of this.</param>
/// <param name="PhoneChangedAt">When the number last changed, if it did since sign-up.</param>
/// <param name="SmsFactorEnabled">Codes by SMS are asked for after the password.</param>
/// <param name="Data">The rest, by kind. Secrets and codes are not part of it.</param>
/// <param name="IsComplete">False: a list was longer than an export holds, and its oldest part is left out.</param>
public sealed record AccountExport(
    DateTimeOffset ExportedAt, AccountProfile Profile, DateTimeOffset PasswordChangedAt, DateTimeOffset? PhoneChangedAt, bool SmsFactorEnabled, PersonalData Data, bool IsComplete)
{
    public override string ToString() => nameof(AccountExport);
}

public sealed class ExportAccountHandler(
    IAccounts accounts, AccountProfiles profiles, IPersonalData data, IAuditTrail audit, ITransactions transactions, TimeProvider time)
    : IRequestHandler<ExportAccountQuery, Result<AccountExport>>
{
    /// <summary>Items of one list; what the limits of the service let a person cause in its time of retention is fewer.</summary>
    public const int MostOfEach = 10_000;

    public Task<Result<AccountExport>> Handle(ExportAccountQuery request, CancellationToken cancellationToken) =>
        transactions.RunAsync(ct => ExportAsync(request, time.GetUtcNow(), ct), cancellationToken);

    // Nothing leaves without its event: both are one transaction (decisions 26).
    private async Task<Result<AccountExport>> ExportAsync(ExportAccountQuery request, DateTimeOffset now, CancellationToken ct)
    {
        if (await accounts.FindAsync(request.Account, ct) is not { } account)
        {
            return SessionErrors.TokenInvalid;
        }

        var held = await data.GatherAsync(request.Account, MostOfEach, ct);
        var longest = new[] { held.Sessions.Count, held.Activity.Count, held.Messages.Count, held.AuditEvents.Count }.Max();
        await audit.RecordAsync(new AuditEvent(SecurityEvent.AccountExported, now, request.Account, request.Session), ct);
        return new AccountExport(
            now, await profiles.OfAsync(account, ct), account.PasswordChangedAt, account.PhoneChangedAt, account.SmsFactorEnabled, held, IsComplete: longest < MostOfEach);
    }
}
