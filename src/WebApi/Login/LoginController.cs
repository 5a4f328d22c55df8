using CleanAuth.Application.Login;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.FloodGate;
using CleanAuth.WebApi.OpenApi;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace CleanAuth.WebApi.Login;

[ApiController]
[Route("api/v1/auth")]
public sealed class LoginController(IMediator mediator) : ControllerBase
{
    /// <summary>Checks a password: gives tokens, or the token for the second step.</summary>
    /// <remarks>Branch on <c>status</c>. A wrong password and an unknown e-mail address get the same answer.</remarks>
    /// <response code="200">The tokens, or the token for the second step.</response>
    [HttpPost("login", Name = "login")]
    [AllowAnonymous, EnableRateLimiting(FloodGateSetup.Policy)]
    [ProducesResponseType<LoginAnswer>(StatusCodes.Status200OK)]
    [Problems("invalid_credentials", "account_disabled")]
    public async Task<ActionResult<LoginAnswer>> Login(LoginCommand command, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToOk();
}
