using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Spend;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Administration;

/// <summary>As <see cref="Spend.SetSmsKillSwitchCommand"/>, by an administrator.</summary>
/// <param name="Enabled">True: the kill switch is on and nothing is sent.</param>
public sealed record SwitchSmsCommand(Session Caller, bool? Enabled, string Reason) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(SwitchSmsCommand);
}

public sealed class SwitchSmsValidator : AbstractValidator<SwitchSmsCommand>
{
    public SwitchSmsValidator()
    {
        RuleFor(c => c.Enabled).NotNull().WithErrorCode("required").WithMessage("is required: true or false");
        RuleFor(c => c.Reason).IsReason();
    }
}

public sealed class SwitchSmsHandler(AdministratorWrite write, ISmsSwitch sms) : IRequestHandler<SwitchSmsCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(SwitchSmsCommand request, CancellationToken cancellationToken) =>
        write.RunAsync(request.Caller, request.Reason, (now, ct) => SetAsync(request.Enabled == true, now, ct), cancellationToken);

    private async Task<SecurityEvent> SetAsync(bool off, DateTimeOffset now, CancellationToken ct)
    {
        await sms.SetAsync(off, now, ct);
        return off ? SecurityEvent.SmsSwitchedOff : SecurityEvent.SmsSwitchedOn;
    }
}
