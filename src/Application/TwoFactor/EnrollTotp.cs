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

/// <summary>Ends a log-in by switching the authenticator app on that the account must have; ends every session from before.</summary>
public sealed record EnrollTotpCommand(AccountId Account, EnrollmentId Enrollment, string Code) : IRequest<Result<LoginComplete>>
{
    public override string ToString() => nameof(EnrollTotpCommand);
}

public sealed class EnrollTotpValidator : AbstractValidator<EnrollTotpCommand>
{
    public EnrollTotpValidator() => RuleFor(c => c.Code).Required().IsTotp();
}

public sealed class EnrollTotpHandler(TotpActivation activation, EnrollmentSteps steps, ITransactions transactions, TimeProvider time)
    : IRequestHandler<EnrollTotpCommand, Result<LoginComplete>>
{
    public async Task<Result<LoginComplete>> Handle(EnrollTotpCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var code = await activation.CheckAsync(request.Account, SetupId.Of(request.Enrollment), request.Code, now, cancellationToken);
        return code.IsSuccess ? await transactions.RunAsync(ct => EnrollAsync(request, code.Value, now, ct), cancellationToken) : code.Error;
    }

    private async Task<Result<LoginComplete>> EnrollAsync(EnrollTotpCommand request, FirstCode code, DateTimeOffset now, CancellationToken ct)
    {
        var spent = await steps.SpendAsync(request.Account, request.Enrollment, now, ct);
        if (!spent.IsSuccess)
        {
            return spent.Error;
        }

        var activated = await activation.ActivateAsync(request.Account, SetupId.Of(request.Enrollment), code, now, ct);
        return activated.IsSuccess
            ? await steps.FinishAsync(spent.Value, SecurityEvent.TotpFactorEnabled, AuthenticationMethods.PasswordAndTotp, now, ct)
            : activated.Error;
    }
}
