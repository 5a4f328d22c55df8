using CleanAuth.Application.Login;
using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
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

public sealed class EnrollSmsHandler(
    IAccounts accounts, IPhoneProofs proofs, IOtpChallenges challenges, EnrollmentSteps steps, IAuditTrail audit, INotices notices, ITransactions transactions, TimeProvider time)
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

        var token = OpaqueToken.Parse(request.PhoneVerificationToken!);
        if (await proofs.FindAsync(token, request.Account, now, ct) is not { } proof || !await proofs.SpendAsync(token, request.Account, now, ct))
        {
            return OtpErrors.ProofInvalid;
        }

        var set = await SwitchOnAsync(account.Value, proof.Phone, now, ct);
        if (!set.IsSuccess)
        {
            return set.Error;
        }

        var complete = await steps.FinishAsync(account.Value, SecurityEvent.SmsFactorEnabled, AuthenticationMethods.PasswordAndSms, now, ct);
        foreach (var notice in Notice.OfPhone(request.Account, account.Value.PhoneNumber, proof.Phone, now))
        {
            await notices.TellAsync(notice, ct);
        }

        return complete;
    }

    private async Task<Result<Done>> SwitchOnAsync(Account account, PhoneNumber phone, DateTimeOffset now, CancellationToken ct)
    {
        if (phone != account.PhoneNumber)
        {
            var changed = await accounts.SetPhoneAsync(account.Id, phone, ct);
            if (!changed.IsSuccess)
            {
                return changed.Error;
            }

            await challenges.EndAllAsync(account.Id, now, ct);
            await audit.RecordAsync(new AuditEvent(SecurityEvent.PhoneChanged, now, account.Id), ct);
        }

        return await accounts.SetSmsFactorAsync(account.Id, enabled: true, ct);
    }
}
