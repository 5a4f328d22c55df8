using CleanAuth.Application.Pipeline;
using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Accounts;

/// <summary>Changes what its owner may change of a profile without a fresh proof: how to address the person.</summary>
/// <param name="IsGiven">False when nothing is to be changed, which nobody asks for on purpose.</param>
/// <param name="DisplayName">Null: by no name.</param>
public sealed record ChangeProfileCommand(AccountId Account, SessionId Session, bool IsGiven, string? DisplayName) : IRequest<Result<AccountProfile>>
{
    public override string ToString() => nameof(ChangeProfileCommand);
}

public sealed class ChangeProfileValidator : AbstractValidator<ChangeProfileCommand>
{
    public ChangeProfileValidator()
    {
        RuleFor(c => c.DisplayName).Must((command, _) => command.IsGiven).WithErrorCode("required").WithMessage("is required: a name, or null for none");
        RuleFor(c => c.DisplayName).IsDisplayName().When(c => c.DisplayName is not null);
    }
}

public sealed class ChangeProfileHandler(SessionHold hold, IAccounts accounts, AccountProfiles profiles, IAuditTrail audit, ITransactions transactions, TimeProvider time)
    : IRequestHandler<ChangeProfileCommand, Result<AccountProfile>>
{
    public Task<Result<AccountProfile>> Handle(ChangeProfileCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync(ct => ChangeAsync(request, ct), cancellationToken);

    private async Task<Result<AccountProfile>> ChangeAsync(ChangeProfileCommand request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var held = await hold.HoldAsync(request.Account, request.Session, now, ct);
        if (!held.IsSuccess)
        {
            return held.Error;
        }

        if (request.DisplayName != held.Value.DisplayName)
        {
            await accounts.SetDisplayNameAsync(request.Account, request.DisplayName, ct);
            await audit.RecordAsync(new AuditEvent(SecurityEvent.ProfileChanged, now, request.Account, request.Session), ct);
        }

        return await accounts.FindAsync(request.Account, ct) is { } account ? await profiles.OfAsync(account, ct) : SessionErrors.TokenInvalid;
    }
}
