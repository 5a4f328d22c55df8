using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Switches the code by SMS after the password on or off; ends the other sessions.</summary>
public sealed record SetSmsFactorCommand(
    AccountId Account, SessionId Session, bool? Enabled, string? PhoneVerificationToken = null, string? ChallengeId = null, string? SmsCode = null) : IRequest<Result<SmsFactorSet>>
{
    public override string ToString() => nameof(SetSmsFactorCommand);
}

/// <param name="RecoveryCodes">Ten codes for the day on which the phone is lost, shown this once, if the account had none; otherwise empty.</param>
public sealed record SmsFactorSet(IReadOnlyList<string> RecoveryCodes)
{
    public override string ToString() => nameof(SmsFactorSet);
}

public sealed class SetSmsFactorValidator : AbstractValidator<SetSmsFactorCommand>
{
    public SetSmsFactorValidator()
    {
        RuleFor(c => c.Enabled).NotNull().WithErrorCode("required").WithMessage("is required: true or false");
        RuleFor(c => c.PhoneVerificationToken).Null().WithErrorCode("not_allowed").WithMessage("is only for an enrollmentToken: with a session the number is set at PUT /account/phone");
        this.ProvesNoNumber(c => c.ChallengeId, c => c.SmsCode);
    }
}

public sealed class SetSmsFactorHandler(IAccounts accounts, FactorChanges changes, ITransactions transactions, TwoFactorPolicy policy, TimeProvider time)
    : IRequestHandler<SetSmsFactorCommand, Result<SmsFactorSet>>
{
    public Task<Result<SmsFactorSet>> Handle(SetSmsFactorCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync(ct => SetAsync(request, time.GetUtcNow(), ct), cancellationToken);

    private async Task<Result<SmsFactorSet>> SetAsync(SetSmsFactorCommand request, DateTimeOffset now, CancellationToken ct)
    {
        if (await accounts.HoldAsync(request.Account, ct) is not { } account)
        {
            return SessionErrors.TokenInvalid;
        }

        var enabled = request.Enabled == true;
        if (!enabled && policy.RequirementOf(account) is not null && account is { SmsFactorEnabled: true, TotpFactorEnabled: false })
        {
            return TwoFactorErrors.LastFactorRequired;
        }

        var set = await accounts.SetSmsFactorAsync(request.Account, enabled, ct);
        if (!set.IsSuccess)
        {
            return set.Error;
        }

        var created = await KeepRecoverableAsync(request, account, enabled, now, ct);
        var what = enabled ? SecurityEvent.SmsFactorEnabled : SecurityEvent.SmsFactorDisabled;
        var ended = await changes.EndOtherSessionsAsync(what, account, request.Session, now, ct);
        return ended.IsSuccess ? new SmsFactorSet(created) : ended.Error;
    }

    private async Task<IReadOnlyList<string>> KeepRecoverableAsync(SetSmsFactorCommand request, Account account, bool enabled, DateTimeOffset now, CancellationToken ct)
    {
        if (enabled)
        {
            return await changes.CreateMissingRecoveryCodesAsync(request.Account, request.Session, now, ct);
        }

        if (!account.TotpFactorEnabled)
        {
            await changes.RemoveRecoveryCodesAsync(request.Account, now, ct);
        }

        return [];
    }
}
