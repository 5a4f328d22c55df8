using CleanAuth.Domain.Accounts;
using CleanAuth.Infrastructure.Sms;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Architecture.Tests.Breakers;

/// <summary>Decides nothing about access, and helps itself to services in every way that there is.</summary>
public sealed class CarelessController(IMediator mediator, IAccounts accounts) : ControllerBase
{
    [HttpGet("forgotten")]
    public IActionResult Forgotten() => Ok(mediator.ToString() + accounts);

    [HttpGet("bare"), Authorize]
    public IActionResult Bare() => Ok();

    [HttpGet("unknown"), Authorize("Everybody")]
    public IActionResult Unknown() => Ok();

#pragma warning disable ASP0026 // Being what the compiler warns of is its purpose.
    [HttpGet("both"), AllowAnonymous, Authorize("FullToken")]
    public IActionResult Both() => Ok();
#pragma warning restore ASP0026

    [HttpGet("scheme"), Authorize("FullToken", AuthenticationSchemes = "Other")]
    public IActionResult Scheme() => Ok();

    [HttpGet("injected"), AllowAnonymous]
    public IActionResult Injected([FromServices] IAccounts injected) => Ok(injected);

    [HttpGet("inferred"), AllowAnonymous]
    public IActionResult Inferred(IAccounts inferred) => Ok(inferred);

    [HttpGet("located"), AllowAnonymous]
    public IActionResult Located() => Ok(HttpContext.RequestServices.GetRequiredService<IMediator>());

    [HttpGet("entity"), AllowAnonymous]
    public Task<ActionResult<OutgoingRow>> Entity() => Task.FromResult<ActionResult<OutgoingRow>>(Ok());

    [HttpGet("row"), AllowAnonymous]
    public ActionResult<DevelopmentMessage> Row() => Ok();
}

public sealed class OutgoingRow;
