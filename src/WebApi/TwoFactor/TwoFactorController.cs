using CleanAuth.Application.Login;
using CleanAuth.Application.TwoFactor;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.FloodGate;
using CleanAuth.WebApi.OpenApi;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace CleanAuth.WebApi.TwoFactor;

[ApiController]
[Route("api/v1/2fa")]
public sealed class TwoFactorController(IMediator mediator) : ControllerBase
{
    /// <summary>The second step of a log-in: exchanges the secondFactorToken and a code for a session.</summary>
    /// <remarks>The challengeId comes from send-otp with purpose secondFactor. A wrong code uses up one try of the challenge and of the token.</remarks>
    /// <response code="200">There is a session.</response>
    [HttpPost("authenticate", Name = "authenticateSecondFactor")]
    [Authorize(Access.SecondFactorToken)]
    [EnableRateLimiting(FloodGateSetup.Policy)]
    [ProducesResponseType<LoginComplete>(StatusCodes.Status200OK)]
    [Problems("code_invalid", "challenge_not_found", "challenge_expired", "challenge_exhausted", "challenge_used", "code_superseded", "factor_throttled")]
    public async Task<ActionResult<LoginComplete>> Authenticate(AuthenticateRequest request, CancellationToken cancellationToken)
    {
        var (account, login) = User.SecondFactor();
        return (await mediator.Send(
            new AuthenticateSecondFactorCommand(account, login, request.Method, request.Code, request.ChallengeId), cancellationToken)).ToOk();
    }

    /// <summary>The second factors of the account that asks.</summary>
    /// <response code="200">The state of each factor.</response>
    [HttpGet("", Name = "getTwoFactor")]
    [Authorize(Access.FullToken)]
    [ProducesResponseType<TwoFactorState>(StatusCodes.Status200OK)]
    public async Task<ActionResult<TwoFactorState>> Get(CancellationToken cancellationToken) =>
        (await mediator.Send(new GetTwoFactorQuery(User.Session().Account), cancellationToken)).ToOk();

    /// <summary>Switches the code by SMS after the password on or off; ends the other sessions.</summary>
    /// <remarks>A number can be taken over (SIM swap, redirected messages): NIST calls this factor restricted. Offer a stronger one where there is one.</remarks>
    /// <response code="200">The factor is as asked for.</response>
    [HttpPut("sms", Name = "setSmsFactor")]
    [Authorize(Access.FreshProof)]
    [ProducesResponseType<SmsFactorSet>(StatusCodes.Status200OK)]
    [Problems("phone_not_verified")]
    public async Task<ActionResult<SmsFactorSet>> SetSms(SetSmsFactorRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new SetSmsFactorCommand(User.Session().Account, User.Session().Id, request.Enabled), cancellationToken)).ToOk();
}

/// <param name="Method">Which factor the code is of.</param>
/// <param name="Code">As the person read it: digits only.</param>
/// <param name="ChallengeId">From send-otp with purpose secondFactor.</param>
public sealed record AuthenticateRequest(SecondFactorMethod? Method, string Code, string ChallengeId)
{
    public override string ToString() => nameof(AuthenticateRequest);
}

/// <param name="Enabled">True: a code by SMS is asked for after the password.</param>
public sealed record SetSmsFactorRequest(bool? Enabled);
