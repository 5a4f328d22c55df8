using CleanAuth.Application.Otp;
using CleanAuth.Domain.Otp;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.FloodGate;
using CleanAuth.WebApi.OpenApi;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace CleanAuth.WebApi.Otp;

[ApiController]
[Route("api/v1/auth")]
[EnableRateLimiting(FloodGateSetup.Policy)]
public sealed class OtpController(IMediator mediator) : ControllerBase
{
    /// <summary>Sends a one-time code: to any number for phoneVerification, to the account's verified number for the rest.</summary>
    /// <remarks>
    /// Each call gives a new challenge; the older code ends when the gateway took the new one. Without a token or with a full one the purpose
    /// is phoneVerification, with a secondFactorToken it is secondFactor, with an enrollmentToken phoneVerification, or enrollment after a reset of lost factors.
    /// </remarks>
    /// <response code="202">There is a challenge, and its message waits for the gateway.</response>
    [HttpPost("send-otp", Name = "sendOtp")]
    [Authorize(Access.AnyCaller)]
    [ProducesResponseType<OtpSent>(StatusCodes.Status202Accepted)]
    [Problems(
        "phone_number_not_supported", "country_not_allowed", "second_factor_required", "enrollment_required", "step_up_required", "factor_not_enabled", "phone_not_verified", "resend_too_soon", "send_limit_reached",
        "factor_throttled", "gateway_unavailable", "sms_disabled")]
    public async Task<ActionResult<OtpSent>> Send(SendOtpRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(
            new SendOtpCommand(request.Purpose, request.PhoneNumber, request.Channel, request.Locale, Request.Languages(), User.OtpCaller(), HttpContext.Client()),
            cancellationToken)).ToAccepted();

    /// <summary>Answers a phone verification, or the code of a forgotten password, and gives the proof.</summary>
    /// <remarks>Answer with the token that asked, or with none when it was asked anonymously. A second factor's code goes to 2fa/authenticate.</remarks>
    /// <response code="200">The code was right; the proof is good once.</response>
    [HttpPost("verify-otp", Name = "verifyOtp")]
    [Authorize(Access.AnyCaller)]
    [ProducesResponseType<OtpVerified>(StatusCodes.Status200OK)]
    [Problems(
        "code_invalid", "second_factor_required", "challenge_not_found", "challenge_expired", "challenge_exhausted", "challenge_used", "code_superseded",
        "reset_throttled", "factor_throttled")]
    public async Task<ActionResult<OtpVerified>> Verify(VerifyOtpRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new VerifyOtpCommand(request.ChallengeId, request.Code, User.OtpCaller()), cancellationToken)).ToOk();

    /// <summary>What became of a code's message.</summary>
    /// <remarks>Whoever has the id may ask. It tells nothing about an account or about the sends of others, and once the code has expired there is no such challenge.</remarks>
    /// <response code="200">Where the message stands.</response>
    [HttpGet("challenges/{challengeId}", Name = "getChallenge")]
    [AllowAnonymous]
    [ProducesResponseType<ChallengeState>(StatusCodes.Status200OK)]
    [Problems("challenge_not_found")]
    public async Task<ActionResult<ChallengeState>> GetChallenge(string challengeId, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetChallengeQuery(ChallengeId.TryParse(challengeId, out var id) ? id : default), cancellationToken)).ToOk();
}

/// <param name="Purpose">What the code is to prove; phoneVerification when it is left out. A passwordReset is refused: it starts at password/forgot.</param>
/// <param name="PhoneNumber">With its calling code, a plus sign or 00 first; blanks, dashes, dots and brackets are passed over. Only for phoneVerification.</param>
/// <param name="Channel">How the code travels; sms when it is left out.</param>
/// <param name="Locale">Language tag for the message; without one Accept-Language decides, and an unknown one gives English.</param>
public sealed record SendOtpRequest(
    OtpPurpose Purpose = OtpPurpose.PhoneVerification, string? PhoneNumber = null, OtpChannel Channel = OtpChannel.Sms, string? Locale = null)
{
    public override string ToString() => nameof(SendOtpRequest);
}

/// <param name="ChallengeId">From send-otp or password/forgot.</param>
/// <param name="Code">As the person read it: digits only.</param>
public sealed record VerifyOtpRequest(string ChallengeId, string Code)
{
    public override string ToString() => nameof(VerifyOtpRequest);
}
