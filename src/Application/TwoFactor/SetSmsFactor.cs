using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Switches the code by SMS after the password on or off; ends the other sessions.</summary>
public sealed record SetSmsFactorCommand(AccountId Account, SessionId Session, bool? Enabled) : IRequest<Result<SmsFactorSet>>;

/// <param name="RecoveryCodes">The codes that this call created; none until recovery codes are offered.</param>
public sealed record SmsFactorSet(IReadOnlyList<string> RecoveryCodes);

public sealed class SetSmsFactorValidator : AbstractValidator<SetSmsFactorCommand>
{
    public SetSmsFactorValidator() => RuleFor(c => c.Enabled).NotNull().WithErrorCode("required").WithMessage("is required: true or false");
}

public sealed class SetSmsFactorHandler(IAccounts accounts, ISessions sessions, IAuditTrail audit, ITransactions transactions, TimeProvider time)
    : IRequestHandler<SetSmsFactorCommand, Result<SmsFactorSet>>
{
    public Task<Result<SmsFactorSet>> Handle(SetSmsFactorCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync(ct => SetAsync(request, time.GetUtcNow(), ct), cancellationToken);

    private async Task<Result<SmsFactorSet>> SetAsync(SetSmsFactorCommand request, DateTimeOffset now, CancellationToken ct)
    {
        var enabled = request.Enabled == true;
        var set = await accounts.SetSmsFactorAsync(request.Account, enabled, ct);
        if (!set.IsSuccess)
        {
            return set.Error;
        }

        if (!await sessions.EndOthersAsync(request.Account, request.Session, SessionEnd.FactorChanged, now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        var what = enabled ? SecurityEvent.SmsFactorEnabled : SecurityEvent.SmsFactorDisabled;
        await audit.RecordAsync(new AuditEvent(what, now, request.Account, request.Session), ct);
        return new SmsFactorSet([]);
    }
}
