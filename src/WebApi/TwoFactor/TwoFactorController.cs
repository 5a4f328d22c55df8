using System.Text.Json;
using CleanAuth.Application.Login;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain.TwoFactor;
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

    /// <summary>Makes a secret for an authenticator app, shown this once.</summary>
    /// <remarks>
    /// It waits for its first code at 2fa/turn-on; a secret that is active already goes on working until then. With Accept: image/png or
    /// image/svg+xml the answer is the QR code itself.
    /// </remarks>
    /// <response code="200">The secret, its key URI and a QR code of it.</response>
    [HttpPost("generate", Name = "generateTotp")]
    [Authorize(Access.FreshProofOrEnrollmentToken)]
    [Produces("application/json", QrCodeFormatter.Png, QrCodeFormatter.Svg)]
    [ProducesResponseType<TotpGenerated>(StatusCodes.Status200OK)]
    public async Task<ActionResult<TotpGenerated>> Generate(CancellationToken cancellationToken) =>
        (await mediator.Send(
            User.Enrollment() is var (account, enrollment)
                ? new GenerateTotpCommand(account, SetupId.Of(enrollment))
                : new GenerateTotpCommand(User.Session().Account, SetupId.Of(User.Session().Id)),
            cancellationToken)).ToOk();

    /// <summary>Makes the secret that waits the active one, proved by its first code; ends the other sessions.</summary>
    /// <remarks>
    /// The secret has to come from 2fa/generate with the same session or enrollmentToken, at most 15 minutes and five wrong codes ago. The code is used up
    /// by it. With an enrollmentToken it ends the log-in: the answer is that of a complete one. After an administrator's reset of lost factors such a log-in also
    /// needs the code that send-otp with purpose enrollment sends to the verified number.
    /// </remarks>
    /// <response code="200">The recovery codes, shown this once; older ones are over. With an enrollmentToken also the session.</response>
    [HttpPost("turn-on", Name = "turnOnTotp")]
    [Authorize(Access.FullOrEnrollmentToken), EndsEnrollment]
    [ProducesResponseType<RecoveryCodesCreated>(StatusCodes.Status200OK)]
    [Problems(
        "code_invalid", "nothing_pending", "phone_proof_required", "challenge_not_found", "challenge_expired", "challenge_exhausted", "challenge_used", "code_superseded", "factor_throttled")]
    public async Task<IActionResult> TurnOn(TurnOnRequest request, CancellationToken cancellationToken) =>
        User.Enrollment() is var (account, enrollment)
            ? (await mediator.Send(new EnrollTotpCommand(account, enrollment, request.Code, request.ChallengeId, request.SmsCode), cancellationToken)).ToAnswer()
            : (await mediator.Send(
                new EnableTotpCommand(User.Session().Account, User.Session().Id, request.Code, request.ChallengeId, request.SmsCode), cancellationToken)).ToAnswer();

    /// <summary>Removes the authenticator app; ends the other sessions.</summary>
    /// <remarks>Recovery codes go with the last factor.</remarks>
    /// <response code="204">There is no authenticator app.</response>
    [HttpPost("turn-off", Name = "turnOffTotp")]
    [Authorize(Access.FreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("last_factor_required")]
    public async Task<ActionResult> TurnOff(CancellationToken cancellationToken) =>
        (await mediator.Send(new DisableTotpCommand(User.Session().Account, User.Session().Id), cancellationToken)).ToNoContent();

    /// <summary>Ten new recovery codes; all older ones are over.</summary>
    /// <response code="200">The codes, shown this once.</response>
    [HttpPost("recovery-codes", Name = "createRecoveryCodes")]
    [Authorize(Access.FreshProof)]
    [ProducesResponseType<RecoveryCodesCreated>(StatusCodes.Status200OK)]
    [Problems("second_factor_missing")]
    public async Task<ActionResult<RecoveryCodesCreated>> CreateRecoveryCodes(CancellationToken cancellationToken) =>
        (await mediator.Send(new CreateRecoveryCodesCommand(User.Session().Account, User.Session().Id), cancellationToken)).ToOk();

    /// <summary>Clears the wrong codes of a throttled or suspended factor.</summary>
    /// <remarks>The last proof of the session has to be another factor: step up with it first.</remarks>
    /// <param name="factor">totp, sms or recoveryCode.</param>
    /// <response code="204">The factor can be used again.</response>
    [HttpPost("{factor}/reinstate", Name = "reinstateFactor")]
    [Authorize(Access.FreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("not_found")]
    public async Task<ActionResult> Reinstate(string factor, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReinstateFactorCommand(User.Session(), Named(factor)), cancellationToken)).ToNoContent();

    /// <summary>Switches the code by SMS after the password on or off; ends the other sessions.</summary>
    /// <remarks>
    /// A number can be taken over (SIM swap, redirected messages): NIST calls this factor restricted. Offer a stronger one where there is one. With an
    /// enrollmentToken the phoneVerificationToken names the number, which becomes the verified one, and the answer is that of a complete log-in. After an
    /// administrator's reset of lost factors a number other than the verified one also needs the code that send-otp with purpose enrollment sends to that.
    /// </remarks>
    /// <response code="200">The factor is as asked for. With an enrollmentToken there is a session.</response>
    [HttpPut("sms", Name = "setSmsFactor")]
    [Authorize(Access.FreshProofOrEnrollmentToken), EndsEnrollment]
    [ProducesResponseType<SmsFactorSet>(StatusCodes.Status200OK)]
    [Problems(
        "phone_not_verified", "phone_taken", "last_factor_required", "factor_throttled", "code_invalid", "phone_proof_required", "challenge_not_found", "challenge_expired", "challenge_exhausted",
        "challenge_used", "code_superseded")]
    public async Task<IActionResult> SetSms(SetSmsFactorRequest request, CancellationToken cancellationToken) =>
        User.Enrollment() is var (account, enrollment)
            ? (await mediator.Send(new EnrollSmsCommand(account, enrollment, request.Enabled, request.PhoneVerificationToken, request.ChallengeId, request.SmsCode), cancellationToken)).ToAnswer()
            : (await mediator.Send(
                new SetSmsFactorCommand(User.Session().Account, User.Session().Id, request.Enabled, request.PhoneVerificationToken, request.ChallengeId, request.SmsCode), cancellationToken)).ToAnswer();

    // Spelled as everywhere in the contract; anything else is no such address.
    private static Factor? Named(string factor)
    {
        var named = Enum.GetValues<Factor>().Where(value => JsonNamingPolicy.CamelCase.ConvertName($"{value}") == factor).ToList();
        return named.Count == 1 ? named[0] : null;
    }
}

/// <param name="Method">Which factor the code is of.</param>
/// <param name="Code">As the person read it: digits only for sms and totp; a recovery code in any case, with or without dashes and blanks.</param>
/// <param name="ChallengeId">From send-otp with purpose secondFactor; only for sms.</param>
public sealed record AuthenticateRequest(SecondFactorMethod? Method, string Code, string? ChallengeId)
{
    public override string ToString() => nameof(AuthenticateRequest);
}

/// <param name="Code">What the app shows for the new secret: six digits.</param>
/// <param name="ChallengeId">From send-otp with purpose enrollment; only with an enrollmentToken, after a reset of lost factors.</param>
/// <param name="SmsCode">The code of it: digits only.</param>
public sealed record TurnOnRequest(string Code, string? ChallengeId = null, string? SmsCode = null)
{
    public override string ToString() => nameof(TurnOnRequest);
}

/// <param name="Enabled">True: a code by SMS is asked for after the password.</param>
/// <param name="PhoneVerificationToken">From verify-otp, asked for with an enrollmentToken of this account; only with such a token.</param>
/// <param name="ChallengeId">From send-otp with purpose enrollment; only with an enrollmentToken, after a reset of lost factors.</param>
/// <param name="SmsCode">The code of it: digits only.</param>
public sealed record SetSmsFactorRequest(bool? Enabled, string? PhoneVerificationToken = null, string? ChallengeId = null, string? SmsCode = null)
{
    public override string ToString() => nameof(SetSmsFactorRequest);
}
