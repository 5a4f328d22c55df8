using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Accounts;

/// <summary>Makes a number that was just proved the account's verified one; ends the other sessions and every open code. Both numbers are told. For 24 h the number alone proves nothing but a log-in.</summary>
public sealed record SetPhoneCommand(AccountId Account, SessionId Session, string PhoneVerificationToken) : IRequest<Result<PhoneSet>>
{
    public override string ToString() => nameof(SetPhoneCommand);
}

/// <param name="PhoneNumber">The verified number from now on.</param>
public sealed record PhoneSet(string PhoneNumber)
{
    public override string ToString() => nameof(PhoneSet);
}

public sealed class SetPhoneValidator : AbstractValidator<SetPhoneCommand>
{
    public SetPhoneValidator() => RuleFor(c => c.PhoneVerificationToken).Required().IsOpaqueToken();
}

public sealed class SetPhoneHandler(IAccounts accounts, PhoneAdoption phones, ISessions sessions, ITransactions transactions, TimeProvider time)
    : IRequestHandler<SetPhoneCommand, Result<PhoneSet>>
{
    public Task<Result<PhoneSet>> Handle(SetPhoneCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync(ct => SetAsync(request, time.GetUtcNow(), ct), cancellationToken);

    private async Task<Result<PhoneSet>> SetAsync(SetPhoneCommand request, DateTimeOffset now, CancellationToken ct)
    {
        if (await accounts.HoldAsync(request.Account, ct) is not { } before)
        {
            return SessionErrors.TokenInvalid;
        }

        var adopted = await phones.AdoptAsync(before, request.PhoneVerificationToken, request.Session, now, ct);
        if (!adopted.IsSuccess)
        {
            return adopted.Error;
        }

        if (adopted.Value == before.PhoneNumber)
        {
            return new PhoneSet(adopted.Value.Value);
        }

        if (!await sessions.EndOthersAsync(request.Account, request.Session, SessionEnd.FactorChanged, now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        await phones.TellAsync(before, adopted.Value, now, ct);
        return new PhoneSet(adopted.Value.Value);
    }
}
