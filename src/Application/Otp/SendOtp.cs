using System.Text.RegularExpressions;
using CleanAuth.Application.Pipeline;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Otp;

/// <summary>Sends a one-time code. Each call makes a new challenge; the older code ends when the gateway took the new one.</summary>
/// <param name="Locale">The language that the client asks for.</param>
/// <param name="Languages">What else the person reads, the most wanted first.</param>
public sealed record SendOtpCommand(OtpPurpose Purpose, string? PhoneNumber, OtpChannel Channel, string? Locale, IReadOnlyList<string> Languages, OtpCaller Caller) : IRequest<Result<OtpSent>>
{
    public override string ToString() => nameof(SendOtpCommand);
}

/// <param name="ChallengeId">Names the code when it is answered.</param>
/// <param name="Purpose">What the code proves.</param>
/// <param name="Label">Stands in the message too, so that a person can tell two messages apart.</param>
/// <param name="PhoneHint">The last two digits of the number.</param>
/// <param name="CodeLength">Digits to enter.</param>
/// <param name="ExpiresAt">When the code ends.</param>
/// <param name="ResendAt">The earliest moment for another send to this number.</param>
/// <param name="Delivery">Where the message stands.</param>
public sealed record OtpSent(
    string ChallengeId, OtpPurpose Purpose, string Label, string PhoneHint, int CodeLength, DateTimeOffset ExpiresAt, DateTimeOffset ResendAt,
    OtpDelivery Delivery)
{
    // The id is a capability: whoever has it may ask for the challenge's state.
    public override string ToString() => nameof(OtpSent);
}

public sealed partial class SendOtpValidator : AbstractValidator<SendOtpCommand>
{
    public SendOtpValidator()
    {
        RuleFor(c => c.PhoneNumber).Required().IsPhoneNumber().When(c => c.Purpose == OtpPurpose.PhoneVerification);
        RuleFor(c => c.PhoneNumber).Null().WithErrorCode("not_allowed").WithMessage("is only for phoneVerification: the code goes to the account's verified number")
            .When(c => c.Purpose != OtpPurpose.PhoneVerification);
        RuleFor(c => c.Locale).Must(locale => LanguageTag().IsMatch(locale!)).WithErrorCode("locale_invalid")
            .WithMessage("must be a language tag such as en or pt-BR").When(c => c.Locale is not null);
    }

    [GeneratedRegex(@"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex LanguageTag();
}

public sealed class SendOtpHandler(
    IAccounts accounts, IOtpChallenges challenges, IOtpHasher hasher, FactorTries tries, IOutbox outbox, OtpPolicy policy, SmsPolicy sms, TimeProvider time)
    : IRequestHandler<SendOtpCommand, Result<OtpSent>>
{
    public async Task<Result<OtpSent>> Handle(SendOtpCommand request, CancellationToken cancellationToken)
    {
        var found = await FindTargetAsync(request, cancellationToken);
        if (!found.IsSuccess)
        {
            return found.Error;
        }

        var target = found.Value;
        if (!target.Phone.IsSupported)
        {
            return OtpErrors.PhoneNumberNotSupported;
        }

        if (!sms.Allows(target.Phone))
        {
            return OtpErrors.CountryNotAllowed;
        }

        if (outbox.Refusal() is { } away)
        {
            return away;
        }

        while (true)
        {
            // A send that another request took first is in the next reading, and refuses this one.
            var now = time.GetUtcNow();
            var history = await challenges.SendsAsync(target.Phone, SendLimits.LaneOf(target.Scope), now, cancellationToken);
            if (SendLimits.Judge(history, policy, now) is { } refusal)
            {
                return refusal;
            }

            if (await OpenAsync(target, request, history, now, cancellationToken) is { } sent)
            {
                outbox.Wake();
                return sent;
            }
        }
    }

    private async Task<Result<Target>> FindTargetAsync(SendOtpCommand request, CancellationToken ct)
    {
        var (account, login) = request.Caller;
        if (request.Purpose == OtpPurpose.PhoneVerification)
        {
            return login is null
                ? new Target(new OtpScope(request.Purpose, account), PhoneNumber.Parse(request.PhoneNumber!))
                : SessionErrors.SecondFactorRequired;
        }

        if (account is null || login is null)
        {
            return SessionErrors.TokenInvalid;
        }

        // A code that could not be tried is not worth its price.
        var inBudget = await tries.AskAsync(account.Value, Factor.Sms, time.GetUtcNow(), ct);
        if (!inBudget.IsSuccess)
        {
            return inBudget.Error;
        }

        return await accounts.FindAsync(account.Value, ct) is { PhoneNumber: { } phone }
            ? new Target(new OtpScope(request.Purpose, account, login), phone)
            : AccountErrors.PhoneNotVerified;
    }

    private async Task<OtpSent?> OpenAsync(Target target, SendOtpCommand request, SendHistory history, DateTimeOffset now, CancellationToken ct)
    {
        var code = OtpCode.Generate(policy.CodeLength);
        var challenge = new OtpChallenge(ChallengeId.Generate(), target.Scope, target.Phone, CodeLabel.Generate(), now, now + policy.CodeLife);
        IEnumerable<string> languages = request.Locale is null ? request.Languages : [request.Locale, .. request.Languages];
        var text = CodeText.Write(challenge.Scope.Purpose, languages, code, challenge.Label, policy, sms);
        var message = new OutgoingMessage(Guid.CreateVersion7(now), request.Channel, target.Phone, text, challenge.ExpiresAt);
        return await challenges.OpenAsync(challenge, hasher.Hash(challenge, code), message, history, ct)
            ? new OtpSent(challenge.Id.Value, challenge.Scope.Purpose, challenge.Label, challenge.Phone.Hint, policy.CodeLength, challenge.ExpiresAt,
                SendLimits.NextAllowed(history, policy, now), OtpDelivery.Queued)
            : null;
    }

    private sealed record Target(OtpScope Scope, PhoneNumber Phone);
}
