using CleanAuth.Application.Accounts;
using CleanAuth.Application.Login;
using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>
/// Ends a log-in by switching on the codes by SMS that the account must have, to a number that was proved under the same token and becomes the
/// verified one; ends every session from before. A number that it replaces is told. See <see cref="EnrollmentProof"/> for the code to the number from before.
/// </summary>
public sealed record EnrollSmsCommand(
    AccountId Account, EnrollmentId Enrollment, bool? Enabled, string? PhoneVerificationToken, string? ChallengeId = null, string? SmsCode = null) : IRequest<Result<LoginComplete>>
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
        this.MayProveNumber(c => c.ChallengeId, c => c.SmsCode);
    }
}

public sealed class EnrollSmsHandler(
    IAccounts accounts, IPhoneProofs proofs, PhoneAdoption phones, EnrollmentProof proof, EnrollmentSteps steps, ITransactions transactions, TimeProvider time)
    : IRequestHandler<EnrollSmsCommand, Result<LoginComplete>>
{
    public async Task<Result<LoginComplete>> Handle(EnrollSmsCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await proofs.FindAsync(OpaqueToken.Parse(request.PhoneVerificationToken!), request.Account, now, cancellationToken) is not { Phone: var phone })
        {
            return OtpErrors.ProofInvalid;
        }

        var attempt = new EnrollmentAttempt(request.Account, request.Enrollment, request.ChallengeId, request.SmsCode);
        if (await proof.MissingAsync(attempt, phone, cancellationToken) is { } missing)
        {
            return missing;
        }

        var number = await proof.CheckAsync(attempt, phone, now, cancellationToken);
        return number.IsSuccess ? await transactions.RunAsync(ct => EnrollAsync(request, number.Value, now, ct), cancellationToken) : number.Error;
    }

    private async Task<Result<LoginComplete>> EnrollAsync(EnrollSmsCommand request, FactorProof number, DateTimeOffset now, CancellationToken ct)
    {
        var account = await steps.SpendAsync(request.Account, request.Enrollment, number, now, ct);
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

        var complete = await steps.FinishAsync(account.Value, SecurityEvent.SmsFactorEnabled, AuthenticationMethods.PasswordAndSms, number, now, ct);
        await phones.TellAsync(account.Value, adopted.Value, now, ct);
        return complete;
    }
}
