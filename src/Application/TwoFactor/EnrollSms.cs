using CleanAuth.Application.Accounts;
using CleanAuth.Application.Login;
using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>
/// Ends a log-in by switching on the codes by SMS that the account must have, to a number that was proved under the same token and becomes the
/// verified one; ends every session from before. A number that it replaces is told.
/// </summary>
public sealed record EnrollSmsCommand(AccountId Account, EnrollmentId Enrollment, bool? Enabled, string? PhoneVerificationToken) : IRequest<Result<LoginComplete>>
{
    public override string ToString() => nameof(EnrollSmsCommand);
}

public sealed class EnrollSmsValidator : AbstractValidator<EnrollSmsCommand>
{
    public EnrollSmsValidator()
    {
        RuleFor(c => c.Enabled).NotNull().WithErrorCode("required").WithMessage("is required: true");
        RuleFor(c => c.Enabled).NotEqual(false).WithErrorCode("not_allowed").WithMessage("must be true: there is nothing to switch off");
        RuleFor(c => c.PhoneVerificationToken).Required().IsOpaqueToken();
    }
}

public sealed class EnrollSmsHandler(IAccounts accounts, PhoneAdoption phones, EnrollmentSteps steps, ITransactions transactions, TimeProvider time)
    : IRequestHandler<EnrollSmsCommand, Result<LoginComplete>>
{
    public Task<Result<LoginComplete>> Handle(EnrollSmsCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync(ct => EnrollAsync(request, time.GetUtcNow(), ct), cancellationToken);

    private async Task<Result<LoginComplete>> EnrollAsync(EnrollSmsCommand request, DateTimeOffset now, CancellationToken ct)
    {
        var account = await steps.SpendAsync(request.Account, request.Enrollment, now, ct);
        if (!account.IsSuccess)
        {
            return account.Error;
        }

        if (account.Value.Bar?.Judge(Factor.Sms, now) is { } barred)
        {
            return barred;
        }

        var adopted = await phones.AdoptAsync(account.Value, request.PhoneVerificationToken!, session: null, now, ct);
        if (!adopted.IsSuccess)
        {
            return adopted.Error;
        }

        var set = await accounts.SetSmsFactorAsync(request.Account, enabled: true, ct);
        if (!set.IsSuccess)
        {
            return set.Error;
        }

        var complete = await steps.FinishAsync(account.Value, SecurityEvent.SmsFactorEnabled, AuthenticationMethods.PasswordAndSms, now, ct);
        await phones.TellAsync(account.Value, adopted.Value, now, ct);
        return complete;
    }
}
