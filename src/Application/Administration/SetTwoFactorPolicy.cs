using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Administration;

/// <summary>
/// Demands a second factor of an account from a day on, or no longer. The owner is told when it is demanded, or sooner than before. Nobody lifts the demand on
/// oneself: another administrator made it.
/// </summary>
/// <param name="EnforceFrom">Null, or past: at once. At most <see cref="TwoFactorPolicy.LongestNotice"/> ahead.</param>
public sealed record SetTwoFactorPolicyCommand(Session Caller, AccountId? Target, bool? Required, DateTimeOffset? EnforceFrom, string Reason) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(SetTwoFactorPolicyCommand);
}

public sealed class SetTwoFactorPolicyValidator : AbstractValidator<SetTwoFactorPolicyCommand>
{
    public SetTwoFactorPolicyValidator()
    {
        RuleFor(c => c.Required).NotNull().WithErrorCode("required").WithMessage("is required: true or false");
        RuleFor(c => c.EnforceFrom).Null().When(c => c.Required == false).WithErrorCode("not_allowed").WithMessage("is only for a second factor that is required");
        RuleFor(c => c.Reason).IsReason();
    }
}

public sealed class SetTwoFactorPolicyHandler(AdministratorWrite write, IFactorDemands demands, TimeProvider time)
    : IRequestHandler<SetTwoFactorPolicyCommand, Result<Done>>
{
    public async Task<Result<Done>> Handle(SetTwoFactorPolicyCommand request, CancellationToken cancellationToken)
    {
        if (request.EnforceFrom - time.GetUtcNow() > TwoFactorPolicy.LongestNotice)
        {
            return TooFar();
        }

        var act = new AdministratorAct(request.Caller, request.Target, request.Reason);
        return await write.RunAsync(act, (context, ct) => SetAsync(act, request, context, ct), cancellationToken);
    }

    private async Task<Result<ActOutcome>> SetAsync(AdministratorAct act, SetTwoFactorPolicyCommand request, ActContext context, CancellationToken ct)
    {
        if (act.IsOnSelf && request.Required != true)
        {
            return AdministrationErrors.SelfRefused;
        }

        var from = From(request, context.Now);
        await demands.DemandAsync(context.Target.Id, from, ct);
        if (from is null)
        {
            return new ActOutcome(SecurityEvent.FactorRequirementLifted);
        }

        // Told again only when there is less time than the owner was told.
        return context.Target.FactorRequiredFrom <= from
            ? new ActOutcome(SecurityEvent.FactorRequired)
            : new ActOutcome(SecurityEvent.FactorRequired, NoticeKind.FactorRequired);
    }

    private static DateTimeOffset? From(SetTwoFactorPolicyCommand request, DateTimeOffset now) =>
        request.Required != true ? null : request.EnforceFrom > now ? request.EnforceFrom.Value.ToUniversalTime() : now;

    private static Error TooFar() =>
        ValidationErrors.Of(new Dictionary<string, MemberError[]>
        {
            ["enforceFrom"] = [new MemberError("too_far", $"must be at most {TwoFactorPolicy.LongestNotice.Days} days ahead")],
        });
}
