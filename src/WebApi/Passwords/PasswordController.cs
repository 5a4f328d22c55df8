using CleanAuth.Application.Passwords;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.FloodGate;
using CleanAuth.WebApi.OpenApi;
using CleanAuth.WebApi.Otp;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace CleanAuth.WebApi.Passwords;

[ApiController]
[Route("api/v1")]
[EnableRateLimiting(FloodGateSetup.Policy)]
public sealed class PasswordController(IMediator mediator) : ControllerBase
{
    /// <summary>Replaces the password of the account that asks; ends the other sessions.</summary>
    /// <remarks>Log-ins and codes that are under way end as well. The owner is told.</remarks>
    /// <response code="204">The new password is the account's.</response>
    [HttpPut("account/password", Name = "changePassword")]
    [Authorize(Access.FreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("invalid_credentials", "password_throttled")]
    public async Task<ActionResult> Change(ChangePasswordRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new ChangePasswordCommand(User.Session(), request.CurrentPassword, request.NewPassword), cancellationToken)).ToNoContent();

    /// <summary>Sends a code for a new password to the verified number of an account.</summary>
    /// <remarks>
    /// The answer is the same whether or not there is such an account or a number that may be used. A number that was set in the last 24 hours gets no
    /// code. Answer the code at verify-otp, without a token.
    /// </remarks>
    /// <response code="202">There is a challenge. Whether a message is on its way is not told.</response>
    [HttpPost("auth/password/forgot", Name = "forgotPassword")]
    [AllowAnonymous]
    [ProducesResponseType<ResetAsked>(StatusCodes.Status202Accepted)]
    [Problems("resend_too_soon", "send_limit_reached", "reset_throttled", "gateway_unavailable", "sms_disabled")]
    public async Task<ActionResult<ResetAsked>> Forgot(ForgotPasswordRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new ForgotPasswordCommand(request.Email, Request.Languages(), HttpContext.Client()), cancellationToken)).ToAccepted();

    /// <summary>Sets a new password with a passwordResetToken, or with a recovery code; ends every session.</summary>
    /// <remarks>
    /// Nobody is logged in by it, and the next log-in asks for the second factor as ever. What the reset was proved with is not enough there: for 24 hours
    /// after a code by SMS, and after a recovery code until another factor was proved. A recovery code made in the last 24 hours is taken for a wrong one.
    /// </remarks>
    /// <response code="204">The new password is the account's; the proof is spent.</response>
    [HttpPost("auth/password/reset", Name = "resetPassword")]
    [AllowAnonymous]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("token_invalid", "code_invalid", "reset_throttled")]
    public async Task<ActionResult> Reset(ResetPasswordRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new ResetPasswordCommand(request.PasswordResetToken, request.Email, request.RecoveryCode, request.NewPassword), cancellationToken)).ToNoContent();
}

/// <param name="CurrentPassword">Exactly as it was set.</param>
/// <param name="NewPassword">12 to 128 characters, any Unicode, without the name in the e-mail address or the service's, and none that many people choose.</param>
public sealed record ChangePasswordRequest(string CurrentPassword, string NewPassword)
{
    public override string ToString() => nameof(ChangePasswordRequest);
}

/// <param name="Email">The name of the account.</param>
public sealed record ForgotPasswordRequest(string Email)
{
    public override string ToString() => nameof(ForgotPasswordRequest);
}

/// <param name="NewPassword">12 to 128 characters, any Unicode, without the name in the e-mail address or the service's, and none that many people choose.</param>
/// <param name="PasswordResetToken">From verify-otp, after password/forgot.</param>
/// <param name="Email">With recoveryCode, instead of the token: the name of the account.</param>
/// <param name="RecoveryCode">One of the codes that were written down; it is used up.</param>
public sealed record ResetPasswordRequest(string NewPassword, string? PasswordResetToken = null, string? Email = null, string? RecoveryCode = null)
{
    public override string ToString() => nameof(ResetPasswordRequest);
}
