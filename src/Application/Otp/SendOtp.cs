using System.Text.RegularExpressions;
using CleanAuth.Application.Pipeline;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;
using CleanAuth.Domain.TwoFactor;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Otp;

/// <summary>Sends a one-time code. Each call makes a new challenge; the older code ends when the gateway took the new one.</summary>
/// <param name="Locale">The language that the client asks for.</param>
/// <param name="Languages">What else the person reads, the most wanted first.</param>
/// <param name="Client">Where the request came from, for the spend guard.</param>
public sealed record SendOtpCommand(
    OtpPurpose Purpose, string? PhoneNumber, OtpChannel Channel, string? Locale, IReadOnlyList<string> Languages, OtpCaller Caller, ClientAddress Client) : IRequest<Result<OtpSent>>
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
        RuleFor(c => c.Purpose).NotEqual(OtpPurpose.PasswordReset).WithErrorCode("not_allowed").WithMessage("must be another one: a password reset starts at password/forgot");
        RuleFor(c => c.PhoneNumber).Required().IsPhoneNumber().When(c => c.Purpose == OtpPurpose.PhoneVerification);
        RuleFor(c => c.PhoneNumber).Null().WithErrorCode("not_allowed").WithMessage("is only for phoneVerification: the code goes to the account's verified number")
            .When(c => c.Purpose != OtpPurpose.PhoneVerification);
        RuleFor(c => c.Locale).Must(locale => LanguageTag().IsMatch(locale!)).WithErrorCode("locale_invalid")
            .WithMessage("must be a language tag such as en or pt-BR").When(c => c.Locale is not null);
    }

    [GeneratedRegex(@"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LanguageTag();
}

public sealed class SendOtpHandler(
    IAccounts accounts, IOtpChallenges challenges, IOtpHasher hasher, FactorTries tries, ISendGate gate, IOutbox outbox, OtpChannels channels, OtpPolicy policy, SmsPolicy sms, SpendPolicy spend,
    TimeProvider time)
    : IRequestHandler<SendOtpCommand, Result<OtpSent>>
{
    public async Task<Result<OtpSent>> Handle(SendOtpCommand request, CancellationToken cancellationToken)
    {
        if (!channels.Offers(request.Channel))
        {
            return ChannelNotOffered();
        }

        var found = await FindTargetAsync(request, cancellationToken);
        if (!found.IsSuccess)
        {
            return found.Error;
        }

        var target = found.Value;
        if (NotOffered(target.Phone) is { } notOffered)
        {
            return await gate.RefuseAsync(notOffered, target.Phone, time.GetUtcNow(), cancellationToken);
        }

        if (outbox.Refusal() is { } away)
        {
            return away;
        }

        while (true)
        {
            // A send that another request took first is in the next reading, and refuses this one.
            var now = time.GetUtcNow();
            var attempt = new SendAttempt(target.Phone, SendLimits.LaneOf(target.Scope), target.Scope.Account, request.Client, spend.PriceOf(target.Phone, request.Channel), now);
            var history = await challenges.SendsAsync(attempt.To, attempt.Lane, now, cancellationToken);
            if (SendLimits.Judge(history, policy, now) is { } limit)
            {
                return await gate.RefuseAsync(limit, attempt.To, now, cancellationToken);
            }

            if (await gate.AskAsync(attempt, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            if (await OpenAsync(target.Scope, request, history, attempt, cancellationToken) is { } opened)
            {
                return opened;
            }
        }
    }

    private Error? NotOffered(PhoneNumber phone) =>
        !phone.IsSupported ? OtpErrors.PhoneNumberNotSupported : sms.Allows(phone) ? null : OtpErrors.CountryNotAllowed;

    private async Task<Result<Target>> FindTargetAsync(SendOtpCommand request, CancellationToken ct)
    {
        var (account, login, session, enrollment) = request.Caller;
        if (request.Purpose == OtpPurpose.PhoneVerification)
        {
            return login is null
                ? new Target(new OtpScope(request.Purpose, account), PhoneNumber.Parse(request.PhoneNumber!))
                : SessionErrors.SecondFactorRequired;
        }

        if (account is null || !IsDoorOf(request.Purpose, request.Caller))
        {
            return enrollment is not null ? SessionErrors.EnrollmentRequired : login is null ? SessionErrors.TokenInvalid : SessionErrors.SecondFactorRequired;
        }

        // A code that could not be tried is not worth its price.
        if (request.Purpose == OtpPurpose.StepUp && session is { SmsFactor: true } live && !live.StepUpMethods.Contains(StepUpMethod.Sms))
        {
            return SessionErrors.StepUpRequired(live.StepUpMethods);
        }

        var now = time.GetUtcNow();
        var inBudget = await tries.AskAsync(account.Value, Factor.Sms, now, ct);
        if (!inBudget.IsSuccess)
        {
            return inBudget.Error;
        }

        // Who enrols has no factor yet, and proves the number alone.
        var isEnrolling = request.Purpose == OtpPurpose.Enrollment;
        if (await accounts.FindAsync(account.Value, ct) is not { PhoneNumber: { } phone } owner || !(isEnrolling || owner.SmsFactorEnabled))
        {
            return isEnrolling ? AccountErrors.PhoneNotVerified : TwoFactorErrors.FactorNotEnabled;
        }

        return owner.Bar?.Judge(Factor.Sms, now) is { } barred ? barred : new Target(new OtpScope(request.Purpose, account, login, session?.Session.Id, enrollment), phone);
    }

    private static bool IsDoorOf(OtpPurpose purpose, OtpCaller caller) => purpose switch
    {
        OtpPurpose.SecondFactor => caller.Login is not null,
        OtpPurpose.Enrollment => caller.Enrollment is not null,
        _ => caller.Session is not null,
    };

    /// <summary>Null when another request took the send first.</summary>
    private async Task<Result<OtpSent>?> OpenAsync(OtpScope scope, SendOtpCommand request, SendHistory history, SendAttempt attempt, CancellationToken ct)
    {
        var code = OtpCode.Generate(policy.CodeLength);
        var challenge = new OtpChallenge(ChallengeId.Generate(), scope, attempt.To, CodeLabel.Generate(), attempt.At, attempt.At + policy.CodeLife);
        IEnumerable<string> languages = request.Locale is null ? request.Languages : [request.Locale, .. request.Languages];
        var opened = await challenges.OpenAsync(challenge, hasher.Hash(challenge, code), Write(challenge, code, request.Channel, languages), history, attempt, ct);
        if (!opened.IsSuccess)
        {
            return opened.Error;
        }

        if (!opened.Value)
        {
            return null;
        }

        outbox.Wake();
        return new OtpSent(challenge.Id.Value, scope.Purpose, challenge.Label, challenge.Phone.Hint, policy.CodeLength, challenge.ExpiresAt,
            SendLimits.NextAllowed(history, policy, attempt.At), OtpDelivery.Queued);
    }

    private OutgoingMessage Write(OtpChallenge challenge, OtpCode code, OtpChannel channel, IEnumerable<string> languages)
    {
        var voice = channel == OtpChannel.Voice ? SpokenText.VoiceFor(languages) : null;
        var text = voice is null
            ? CodeText.Write(challenge.Scope.Purpose, languages, code, challenge.Label, policy, sms)
            : SpokenText.Write(challenge.Scope.Purpose, voice, code);
        return new OutgoingMessage(Guid.CreateVersion7(challenge.CreatedAt), channel, challenge.Phone, text, challenge.ExpiresAt) { Voice = voice };
    }

    private static Error ChannelNotOffered() =>
        ValidationErrors.Of(new Dictionary<string, MemberError[]> { ["channel"] = [new MemberError("channel_not_offered", "must be sms: codes by a call are not offered here")] });

    private sealed record Target(OtpScope Scope, PhoneNumber Phone);
}
