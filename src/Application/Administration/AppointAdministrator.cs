using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sms;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Administration;

/// <summary>
/// Makes an account that there is an administrator, for an operator at the machine: the way to the first one. It makes no account and knows no password
/// (ASVS 5.0 6.3.2), and it only appoints.
/// </summary>
public sealed record AppointAdministratorCommand(string Email) : IRequest<Result<AdministratorAppointed>>
{
    public override string ToString() => nameof(AppointAdministratorCommand);
}

/// <param name="IsNew">False: it was one before, and nothing was changed or recorded.</param>
/// <param name="HasSecondFactor">False: until it has one, every administrative operation refuses it.</param>
/// <param name="IsDisabled">It cannot log in.</param>
public sealed record AdministratorAppointed(bool IsNew, bool HasSecondFactor, bool IsDisabled);

public sealed class AppointAdministratorValidator : AbstractValidator<AppointAdministratorCommand>
{
    public AppointAdministratorValidator() => RuleFor(c => c.Email).Required().IsEmail();
}

public sealed class AppointAdministratorHandler(
    IAccounts accounts, IAdministrators administrators, IAuditTrail audit, INotices notices, ITransactions transactions, TimeProvider time)
    : IRequestHandler<AppointAdministratorCommand, Result<AdministratorAppointed>>
{
    public async Task<Result<AdministratorAppointed>> Handle(AppointAdministratorCommand request, CancellationToken cancellationToken) =>
        await accounts.FindAsync(EmailAddress.Parse(request.Email), cancellationToken) is { } account
            ? await transactions.RunAsync(ct => AppointAsync(account.Id, time.GetUtcNow(), ct), cancellationToken)
            : AccountErrors.NotFound;

    private async Task<Result<AdministratorAppointed>> AppointAsync(AccountId id, DateTimeOffset now, CancellationToken ct)
    {
        if ((await administrators.HoldAsync(id, ct)).Target is not { } account)
        {
            return AccountErrors.NotFound;
        }

        var isNew = account.Role != Role.Admin;
        if (isNew)
        {
            await administrators.SetRoleAsync(id, Role.Admin, ct);
            await audit.RecordAsync(new AuditEvent(SecurityEvent.AdministratorAppointed, now, id), ct);
            await notices.TellAsync(new Notice(NoticeKind.AdministratorAppointed, id, account.PhoneNumber, now), ct);
        }

        return new AdministratorAppointed(isNew, account.HasSecondFactor, account.IsDisabled);
    }
}
