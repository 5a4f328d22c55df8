using CleanAuth.Application.Accounts;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.FloodGate;
using CleanAuth.WebApi.OpenApi;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace CleanAuth.WebApi.Accounts;

[ApiController]
[Route("api/v1")]
public sealed class AccountController(IMediator mediator) : ControllerBase
{
    /// <summary>Creates an account, with a verified number when a proof comes along.</summary>
    /// <remarks>Nobody is logged in by it: log in next. The proof comes from verify-otp, asked for without a token.</remarks>
    /// <response code="201">The account exists.</response>
    [HttpPost("auth/sign-up", Name = "signUp")]
    [AllowAnonymous, EnableRateLimiting(FloodGateSetup.Policy)]
    [ProducesResponseType<SignedUp>(StatusCodes.Status201Created)]
    [Problems("email_taken", "phone_taken", "token_invalid")]
    public async Task<ActionResult<SignedUp>> SignUp(SignUpCommand command, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToCreated();

    /// <summary>The profile of the account that asks.</summary>
    /// <response code="200">The profile.</response>
    [HttpGet("account", Name = "getAccount")]
    [Authorize(Access.FullToken)]
    [ProducesResponseType<AccountProfile>(StatusCodes.Status200OK)]
    public async Task<ActionResult<AccountProfile>> Get(CancellationToken cancellationToken) =>
        (await mediator.Send(new GetAccountQuery(User.Session().Account), cancellationToken)).ToOk();

    /// <summary>Makes a number that was just proved the verified one; ends the other sessions.</summary>
    /// <remarks>The proof comes from verify-otp, asked for with this account's access token; it is spent.</remarks>
    /// <response code="200">The number is the account's verified one.</response>
    [HttpPut("account/phone", Name = "setPhone")]
    [Authorize(Access.FreshProof)]
    [ProducesResponseType<PhoneSet>(StatusCodes.Status200OK)]
    [Problems("phone_taken")]
    public async Task<ActionResult<PhoneSet>> SetPhone(SetPhoneRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new SetPhoneCommand(User.Session().Account, User.Session().Id, request.PhoneVerificationToken), cancellationToken)).ToOk();
}

/// <param name="PhoneVerificationToken">From verify-otp, asked for with this account's full token.</param>
public sealed record SetPhoneRequest(string PhoneVerificationToken)
{
    public override string ToString() => nameof(SetPhoneRequest);
}
