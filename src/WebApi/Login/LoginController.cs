using CleanAuth.Application.Login;
using CleanAuth.Application.Sessions;
using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi.Cookies;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.FloodGate;
using CleanAuth.WebApi.OpenApi;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace CleanAuth.WebApi.Login;

[ApiController]
[Route("api/v1/auth")]
public sealed class LoginController(IMediator mediator) : ControllerBase
{
    /// <summary>Checks a password: gives tokens, or the token for the second step or for the first factor.</summary>
    /// <remarks>
    /// Branch on <c>status</c>. A wrong password and an unknown e-mail address get the same answer, password_throttled included. With
    /// cookies=true, for pages of an allowed origin, the tokens are in cookies and not in the answer.
    /// </remarks>
    /// <response code="200">The tokens, or the token for the second step or for the first factor.</response>
    [HttpPost("login", Name = "login")]
    [AllowAnonymous, EnableRateLimiting(FloodGateSetup.Policy), OffersCookies]
    [ProducesResponseType<LoginAnswer>(StatusCodes.Status200OK)]
    [Problems("invalid_credentials", "account_disabled", "password_throttled", "csrf_invalid")]
    public async Task<ActionResult<LoginAnswer>> Login(LoginCommand command, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToOk();

    /// <summary>Proves anew who is there, for operations that answer step_up_required.</summary>
    /// <remarks>
    /// An account with a second factor uses that, another one its password; the problem step_up_required lists what is accepted. A code by SMS comes from
    /// send-otp with purpose stepUp. Access tokens from before end; the refresh token stays.
    /// </remarks>
    /// <response code="200">A new access token with a fresh auth_time.</response>
    [HttpPost("step-up", Name = "stepUp")]
    [Authorize(Access.FullToken), EnableRateLimiting(FloodGateSetup.Policy)]
    [ProducesResponseType<SteppedUp>(StatusCodes.Status200OK)]
    [Problems(
        "invalid_credentials", "code_invalid", "step_up_required", "challenge_not_found", "challenge_expired", "challenge_exhausted", "challenge_used",
        "code_superseded", "factor_throttled", "password_throttled")]
    public async Task<ActionResult<SteppedUp>> StepUp(StepUpRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(
            new StepUpCommand(User.LiveSession(), request.Method, request.Password, request.Code, request.ChallengeId), cancellationToken)).ToOk();
}

/// <param name="Method">What the proof is.</param>
/// <param name="Password">Only for password.</param>
/// <param name="Code">For totp, sms and recoveryCode.</param>
/// <param name="ChallengeId">From send-otp with purpose stepUp; only for sms.</param>
public sealed record StepUpRequest(StepUpMethod? Method, string? Password, string? Code, string? ChallengeId)
{
    public override string ToString() => nameof(StepUpRequest);
}
