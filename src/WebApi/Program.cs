using CleanAuth.Infrastructure;
using CleanAuth.Infrastructure.Auditing;
using CleanAuth.Infrastructure.CleanUp;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Seed;
using CleanAuth.WebApi;
using CleanAuth.WebApi.Cookies;
using CleanAuth.WebApi.Development;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.FloodGate;
using CleanAuth.WebApi.Health;
using CleanAuth.WebApi.Import;
using CleanAuth.WebApi.OpenApi;
using CleanAuth.WebApi.Security;

var builder = WebApplication.CreateBuilder(args);
if (args is ["migrate"])
{
    return await DatabaseMigration.RunAsync(builder.Configuration, Console.Out);
}

if (args is ["purge-audit"])
{
    return await AuditPurge.RunAsync(builder.Configuration, TimeProvider.System, Console.Out);
}

if (args is ["seed-accounts", .. var many])
{
    return await AccountSeed.RunAsync(builder.Configuration, builder.Environment, TimeProvider.System, many, Console.Out);
}

var transport = TransportOptions.Read(builder.Configuration);
builder.ConfigureServer();
builder.ConfigureLogging();
builder.Services
    .AddInfrastructure(builder.Configuration, builder.Environment)
    .AddApplication()
    .AddStrictControllers()
    .AddForwarding(transport)
    .AddAccess()
    .AddBrowsers(builder.Configuration)
    .AddFloodGate(builder.Configuration)
    .AddContract();

if (args is ["import", ..])
{
    builder.Logging.KeepOutOfImport();
}

var app = builder.Build();
if (args is ["unlock", var email])
{
    return await OperatorCommands.UnlockAsync(app.Services, email, Console.Out);
}

if (args is ["admin", var appointed])
{
    return await OperatorCommands.AppointAsync(app.Services, appointed, Console.Out);
}

if (args is ["sms", .. var what])
{
    return await OperatorCommands.SmsAsync(app.Services, what, Console.Out);
}

if (args is ["audit", .. var audit])
{
    return await AuditVerification.RunAsync(app.Services, audit, Console.Out);
}

if (args is ["rotate-keys", .. var how])
{
    return await OperatorCommands.RotateKeysAsync(app.Services, how, Console.Out);
}

if (args is ["import", .. var which])
{
    return await AccountImport.RunAsync(app.Services, which, Console.Out, Console.Error);
}

app.UseForwardedHeaders();
app.UseSecurityHeaders(strictTransport: !app.Environment.IsDevelopment());
app.UseMiddleware<FaultHandling>();
app.UseStatusCodePages(status => ProblemWriter.WriteAsync(status.HttpContext, ProblemCatalogue.CodeOf(status.HttpContext.Response.StatusCode)));
app.UseCrossOrigin();
app.UseRequestRules(allowHttp: app.Environment.IsDevelopment() || transport.AllowHttp);
app.UseContract();
app.UseRouting();
app.UseRateLimiter();
app.UseAuthentication();
app.UseMiddleware<CsrfGuard>();
app.UseAuthorization();
app.MapControllers();
app.MapWellKnown();
app.MapHealth();
app.MapProblemPages().AllowAnonymous().WithMetadata(new Cacheable(Seconds: 3600)).ExcludeFromDescription();
app.MapDevelopment();
await app.RunAsync();
return 0;
