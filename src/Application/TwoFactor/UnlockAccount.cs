using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.TwoFactor;

/// <summary>Clears the failure budgets of an account, those of its password and of its factors, for an operator who knows that its owner asks.</summary>
public sealed record UnlockAccountCommand(string Email) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(UnlockAccountCommand);
}

public sealed class UnlockAccountValidator : AbstractValidator<UnlockAccountCommand>
{
    public UnlockAccountValidator() => RuleFor(c => c.Email).Required().IsEmail();
}

public sealed class UnlockAccountHandler(IAccounts accounts, AccountUnlocking unlocking, IAuditTrail audit, ITransactions transactions, TimeProvider time)
    : IRequestHandler<UnlockAccountCommand, Result<Done>>
{
    public async Task<Result<Done>> Handle(UnlockAccountCommand request, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(EmailAddress.Parse(request.Email), cancellationToken) is not { } account)
        {
            return AccountErrors.NotFound;
        }

        return await transactions.RunAsync<Done>(async ct =>
        {
            await unlocking.UnlockAsync(account, ct);
            await audit.RecordAsync(new AuditEvent(SecurityEvent.AccountUnlocked, time.GetUtcNow(), account.Id), ct);
            return new Done();
        }, cancellationToken);
    }
}
