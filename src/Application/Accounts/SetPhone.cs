using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Accounts;

/// <summary>Makes a number that was just proved the account's verified one; ends the other sessions and every open code. Both numbers are told.</summary>
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

public sealed class SetPhoneHandler(
    IAccounts accounts, IPhoneProofs proofs, IOtpChallenges challenges, ISessions sessions, IAuditTrail audit, INotices notices, ITransactions transactions, TimeProvider time)
    : IRequestHandler<SetPhoneCommand, Result<PhoneSet>>
{
    public Task<Result<PhoneSet>> Handle(SetPhoneCommand request, CancellationToken cancellationToken) =>
        transactions.RunAsync(ct => SetAsync(request, time.GetUtcNow(), ct), cancellationToken);

    private async Task<Result<PhoneSet>> SetAsync(SetPhoneCommand request, DateTimeOffset now, CancellationToken ct)
    {
        var token = OpaqueToken.Parse(request.PhoneVerificationToken);
        if (await proofs.FindAsync(token, request.Account, now, ct) is not { } proof || !await proofs.SpendAsync(token, request.Account, now, ct))
        {
            return OtpErrors.ProofInvalid;
        }

        if (await accounts.HoldAsync(request.Account, ct) is not { } before)
        {
            return SessionErrors.TokenInvalid;
        }

        var set = await accounts.SetPhoneAsync(request.Account, proof.Phone, ct);
        if (!set.IsSuccess)
        {
            return set.Error;
        }

        await challenges.EndAllAsync(request.Account, now, ct);
        if (!await sessions.EndOthersAsync(request.Account, request.Session, SessionEnd.FactorChanged, now, ct))
        {
            return SessionErrors.TokenInvalid;
        }

        await audit.RecordAsync(new AuditEvent(SecurityEvent.PhoneChanged, now, request.Account, request.Session), ct);
        foreach (var notice in Notice.OfPhone(request.Account, before.PhoneNumber, proof.Phone, now))
        {
            await notices.TellAsync(notice, ct);
        }

        return new PhoneSet(proof.Phone.Value);
    }
}
