using CleanAuth.Application.Login;
using CleanAuth.Application.Sessions;
using CleanAuth.WebApi.Cookies;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.FloodGate;
using CleanAuth.WebApi.OpenApi;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.RateLimiting;

namespace CleanAuth.WebApi.Sessions;

[ApiController]
[Route("api/v1/auth")]
[AllowAnonymous, EnableRateLimiting(FloodGateSetup.Policy)]
public sealed class SessionController(IMediator mediator) : ControllerBase
{
    /// <summary>Exchanges a refresh token, once, for a new pair of tokens.</summary>
    /// <remarks>A repeat within ten seconds gets the same pair's refresh token; a later one ends the session. A browser with cookies sends an empty object.</remarks>
    /// <response code="200">The next pair; the token that was sent is spent.</response>
    [HttpPost("refresh", Name = "refresh")]
    [RefreshesCookies]
    [ProducesResponseType<LoginComplete>(StatusCodes.Status200OK)]
    [Problems("token_invalid", "refresh_token_reused", "csrf_invalid")]
    public async Task<ActionResult<LoginComplete>> Refresh(RefreshSessionCommand command, CancellationToken cancellationToken) =>
        (await mediator.Send(command with { RefreshToken = command.RefreshToken ?? CookieMode.CookiesOf(HttpContext)?.RefreshToken }, cancellationToken)).ToOk();

    /// <summary>Ends the session, as often as it is called.</summary>
    /// <remarks>The access token names it, even an expired one; or else the refresh token in the body. A browser's cookies name it too, and go with it.</remarks>
    /// <response code="204">The session is over.</response>
    [HttpPost("logout", Name = "logout")]
    [BearerOptional, EndsCookies]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [Problems("token_invalid", "csrf_invalid")]
    public async Task<ActionResult> Logout(
        [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] LogoutRequest? request, CancellationToken cancellationToken) =>
        (await mediator.Send(
            CookieMode.CookiesOf(HttpContext) is { } cookies
                ? new LogoutCommand(cookies.Access, cookies.RefreshToken) { Doubled = cookies.Doubled }
                : new LogoutCommand(BearerHandler.TokenOf(Request), request?.RefreshToken),
            cancellationToken)).ToNoContent();
}

/// <param name="RefreshToken">For a client that has no access token any more.</param>
public sealed record LogoutRequest(string? RefreshToken)
{
    public override string ToString() => nameof(LogoutRequest);
}
