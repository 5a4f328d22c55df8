using System.Text.Json.Serialization;
using CleanAuth.Application.Accounts;
using CleanAuth.WebApi.Cookies;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.FloodGate;
using CleanAuth.WebApi.OpenApi;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Primitives;

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

    /// <summary>Changes the profile: how to address the person.</summary>
    /// <response code="200">The profile as it is now.</response>
    [HttpPatch("account", Name = "changeAccount")]
    [Authorize(Access.FullToken)]
    [ProducesResponseType<AccountProfile>(StatusCodes.Status200OK)]
    public async Task<ActionResult<AccountProfile>> Change(ChangeAccountRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new ChangeProfileCommand(User.Session().Account, User.Session().Id, request.IsGiven, request.DisplayName), cancellationToken)).ToOk();

    /// <summary>Deletes the account and everything that is stored about its owner, at once and for good.</summary>
    /// <remarks>Every token of it ends. The e-mail address and the number are free again, and the number is told. The last active administrator stays.</remarks>
    /// <response code="204">There is no such account any more.</response>
    [HttpDelete("account", Name = "deleteAccount")]
    [Authorize(Access.FreshProof), EndsOwnSession]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("last_administrator")]
    public async Task<ActionResult> Delete(CancellationToken cancellationToken) =>
        (await mediator.Send(new DeleteAccountCommand(User.Session().Account, User.Session().Id), cancellationToken)).ToNoContent();

    /// <summary>Everything that is stored about the person who asks, but for the password's hash, secrets and codes.</summary>
    /// <response code="200">To be saved as a file.</response>
    [HttpGet("account/export", Name = "exportAccount")]
    [Authorize(Access.FreshProof), EnableRateLimiting(FloodGateSetup.Policy)]
    [ProducesResponseType<AccountExport>(StatusCodes.Status200OK)]
    public async Task<ActionResult<AccountExport>> Export(CancellationToken cancellationToken)
    {
        var export = await mediator.Send(new ExportAccountQuery(User.Session().Account, User.Session().Id), cancellationToken);
        Response.Headers.ContentDisposition = export.IsSuccess ? "attachment; filename=\"account.json\"" : default(StringValues);
        return export.ToOk();
    }

    /// <summary>What happened to the account: log-ins, failures and changes of the last 90 days, the newest first.</summary>
    /// <remarks>Of what anybody can cause, such as a wrong password, an hour shows at most 20, and one from each network.</remarks>
    /// <response code="200">One page.</response>
    [HttpGet("account/activity", Name = "listActivity")]
    [Authorize(Access.FullToken)]
    [ProducesResponseType<ActivityList>(StatusCodes.Status200OK)]
    public async Task<ActionResult<ActivityList>> Activity([FromQuery] string? cursor, [FromQuery] int? limit, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListActivityQuery(User.Session().Account, cursor, limit), cancellationToken)).ToOk();

    /// <summary>Makes a number that was just proved the verified one; ends the other sessions.</summary>
    /// <remarks>
    /// The proof comes from verify-otp, asked for with this account's access token; it is spent. Both numbers are told. For 24 hours the new number is no
    /// step-up and resets no password; it does serve at log-in, after the password.
    /// </remarks>
    /// <response code="200">The number is the account's verified one.</response>
    [HttpPut("account/phone", Name = "setPhone")]
    [Authorize(Access.FreshProof)]
    [ProducesResponseType<PhoneSet>(StatusCodes.Status200OK)]
    [Problems("phone_taken")]
    public async Task<ActionResult<PhoneSet>> SetPhone(SetPhoneRequest request, CancellationToken cancellationToken) =>
        (await mediator.Send(new SetPhoneCommand(User.Session().Account, User.Session().Id, request.PhoneVerificationToken), cancellationToken)).ToOk();

    /// <summary>Takes the verified number away; ends the other sessions.</summary>
    /// <remarks>Codes by SMS are switched off with it, and recovery codes go with the last factor. The number is told.</remarks>
    /// <response code="204">There is no number.</response>
    [HttpDelete("account/phone", Name = "removePhone")]
    [Authorize(Access.FreshProof)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("last_factor_required")]
    public async Task<ActionResult> RemovePhone(CancellationToken cancellationToken) =>
        (await mediator.Send(new RemovePhoneCommand(User.Session().Account, User.Session().Id), cancellationToken)).ToNoContent();
}

/// <summary>The one request in which null is a value: it takes the name away.</summary>
public sealed record ChangeAccountRequest
{
    /// <summary>How to address the person; null: by no name.</summary>
    [Demanded, JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? DisplayName
    {
        get;
        init => (field, IsGiven) = (value, true);
    }

    internal bool IsGiven { get; private init; }

    public override string ToString() => nameof(ChangeAccountRequest);
}

/// <param name="PhoneVerificationToken">From verify-otp, asked for with this account's full token.</param>
public sealed record SetPhoneRequest(string PhoneVerificationToken)
{
    public override string ToString() => nameof(SetPhoneRequest);
}
