using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Passwords;

/// <summary>
/// Sends a code for a new password to the verified number of an account. The same answer and the same work whether or not there is such an account,
/// or a number that may be used (security-requirements D2).
/// </summary>
/// <param name="Languages">What the person reads, the most wanted first.</param>
/// <param name="Client">Where the request came from, for the spend guard.</param>
public sealed record ForgotPasswordCommand(string Email, IReadOnlyList<string> Languages, ClientAddress Client) : IRequest<Result<ResetAsked>>
{
    public override string ToString() => nameof(ForgotPasswordCommand);
}

/// <param name="ChallengeId">Names the code when it is answered.</param>
/// <param name="Purpose">Always <c>passwordReset</c>.</param>
/// <param name="Label">Stands in the message too, so that a person can tell two messages apart.</param>
/// <param name="CodeLength">Digits to enter.</param>
/// <param name="ExpiresAt">When the code ends.</param>
/// <param name="ResendAt">The earliest moment for another one.</param>
/// <param name="Delivery">Always <c>unknown</c>: whether there is a message is not told.</param>
public sealed record ResetAsked(
    string ChallengeId, OtpPurpose Purpose, string Label, int CodeLength, DateTimeOffset ExpiresAt, DateTimeOffset ResendAt, OtpDelivery Delivery)
{
    public override string ToString() => nameof(ResetAsked);
}

public sealed class ForgotPasswordValidator : AbstractValidator<ForgotPasswordCommand>
{
    public ForgotPasswordValidator() => RuleFor(c => c.Email).Required().IsEmail();
}

public sealed class ForgotPasswordHandler(
    IAccounts accounts, IResetSubjects subjects, ResetTries tries, IResetChallenges resets, ResetCodeSending sending, IAuditTrail audit, IOutbox outbox, OtpPolicy policy, SmsPolicy sms,
    TwoFactorPolicy twoFactor, TimeProvider time)
    : IRequestHandler<ForgotPasswordCommand, Result<ResetAsked>>
{
    public async Task<Result<ResetAsked>> Handle(ForgotPasswordCommand request, CancellationToken cancellationToken)
    {
        if (outbox.Refusal() is { } away)
        {
            return away;
        }

        var email = EmailAddress.Parse(request.Email);
        var (account, nobody) = (await accounts.FindAsync(email, cancellationToken), subjects.OfNobody(email));
        var subject = account?.Id ?? nobody;

        // A code that could not be tried is not worth its price.
        var inBudget = await tries.AskAsync(subject, Factor.Sms, time.GetUtcNow(), cancellationToken);
        if (!inBudget.IsSuccess)
        {
            return inBudget.Error;
        }

        var opened = await OpenAsync(subject, account, request, cancellationToken);
        if (opened.IsSuccess)
        {
            await audit.RecordAsync(new AuditEvent(SecurityEvent.PasswordResetAsked, time.GetUtcNow(), account?.Id), cancellationToken);
            outbox.Wake();
        }

        return opened;
    }

    private async Task<Result<ResetAsked>> OpenAsync(AccountId subject, Account? account, ForgotPasswordCommand request, CancellationToken ct)
    {
        while (true)
        {
            // A send that another request took first is in the next reading, and refuses this one.
            var now = time.GetUtcNow();
            var history = await resets.SendsAsync(subject, now, ct);
            if (SendLimits.Judge(history, policy, now) is { } limit)
            {
                return limit;
            }

            if (await sending.OpenAsync(new ResetCode(subject, Reachable(account, now), request.Languages, request.Client, history, now), ct) is { } opened)
            {
                return opened;
            }
        }
    }

    // A number that may be a thief's, or that no message may go to, is as good as none; so is any for a day after lost factors were reset.
    private PhoneNumber? Reachable(Account? account, DateTimeOffset now) =>
        account is { IsDisabled: false, PhoneNumber: { IsSupported: true } phone } && sms.Allows(phone)
        && !Account.IsYoungNumber(account.PhoneChangedAt, now) && !twoFactor.IsCooling(account, now)
            ? phone
            : null;
}
