using CleanAuth.Domain;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using MediatR;

namespace CleanAuth.Application.Otp;

/// <summary>What became of a code's message. Whoever has the id may ask; it tells nothing about an account, and nothing about later sends of others.</summary>
public sealed record GetChallengeQuery(ChallengeId Challenge) : IRequest<Result<ChallengeState>>;

/// <param name="Delivery">Where the message stands.</param>
/// <param name="Reason">Why it did not arrive, when it did not.</param>
/// <param name="ResendAt">The earliest moment for another send to this number.</param>
/// <param name="ExpiresAt">When the code ends; from then on there is no such challenge.</param>
/// <param name="NextChannel">What to offer instead: once the message did not arrive, or a minute passed without a word of its arrival.</param>
public sealed record ChallengeState(OtpDelivery Delivery, DeliveryFailure? Reason, DateTimeOffset ResendAt, DateTimeOffset ExpiresAt, OtpChannel? NextChannel = null);

public sealed class GetChallengeHandler(IOtpChallenges challenges, IResetChallenges resets, OtpPolicy policy, OtpChannels channels, TimeProvider time) : IRequestHandler<GetChallengeQuery, Result<ChallengeState>>
{
    public async Task<Result<ChallengeState>> Handle(GetChallengeQuery request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await challenges.FindDeliveryAsync(request.Challenge, now, cancellationToken) is not { } found)
        {
            return OtpErrors.ChallengeNotFound;
        }

        var (challenge, scope) = (found.Challenge, found.Challenge.Scope);
        var subject = scope.Purpose == OtpPurpose.PasswordReset ? scope.Account : null;
        var history = subject is { } named
            ? await resets.SendsAsync(named, now, cancellationToken)
            : await challenges.SendsAsync(challenge.Phone, SendLimits.LaneOf(scope), now, cancellationToken);
        return new ChallengeState(
            found.Delivery, found.Failure, SendLimits.NextAllowedFrom(OfItsTime(history, challenge), policy, now), challenge.ExpiresAt,
            subject is null ? channels.After(found, now) : null);
    }

    // A later send may be a stranger's, and whether anybody else asks for this number is nobody's business.
    private static SendHistory OfItsTime(SendHistory history, OtpChallenge challenge) =>
        history with { SentAt = [.. history.SentAt.Where(sent => sent <= challenge.CreatedAt)] };
}
