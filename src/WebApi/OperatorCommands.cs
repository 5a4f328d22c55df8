using System.Globalization;
using CleanAuth.Application.Administration;
using CleanAuth.Application.Security;
using CleanAuth.Application.Spend;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain;
using MediatR;

namespace CleanAuth.WebApi;

/// <summary>What an operator does at the machine, through the same use cases as everybody.</summary>
internal static class OperatorCommands
{
    /// <summary>Clears the failure budgets of an account; 0 when it did.</summary>
    internal static async Task<int> UnlockAsync(IServiceProvider services, string email, TextWriter output)
    {
        var unlocked = await SendAsync(services, new UnlockAccountCommand(email));
        return await TellAsync(output, unlocked, _ => "Unlocked.");
    }

    /// <summary>Makes an account that there is an administrator; 0 when it is one.</summary>
    internal static async Task<int> AppointAsync(IServiceProvider services, string email, TextWriter output) =>
        await TellAsync(output, await SendAsync(services, new AppointAdministratorCommand(email)), Appointed);

    /// <summary><c>on</c>, <c>off</c> or <c>usage [DAYS]</c>; 0 when it did.</summary>
    internal static async Task<int> SmsAsync(IServiceProvider services, string[] args, TextWriter output) => args switch
    {
        ["on"] => await TellAsync(output, await SendAsync(services, new SetSmsKillSwitchCommand(Enabled: false)), _ => "Messages are sent."),
        ["off"] => await TellAsync(output, await SendAsync(services, new SetSmsKillSwitchCommand(Enabled: true)), _ => "No message is sent by any node."),
        ["usage"] => await UsageAsync(services, days: 7, output),
        ["usage", var days] when int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => await UsageAsync(services, number, output),
        _ => await RefuseAsync(output, "Usage: sms on, sms off, or sms usage [DAYS]"),
    };

    /// <summary>Nothing, or <c>--now</c> for a key that leaked; 0 when it did.</summary>
    internal static async Task<int> RotateKeysAsync(IServiceProvider services, string[] args, TextWriter output) => args switch
    {
        [] => await TellAsync(output, await SendAsync(services, new RotateSigningKeysCommand(Now: false)), Announced),
        ["--now"] => await TellAsync(output, await SendAsync(services, new RotateSigningKeysCommand(Now: true)), Replaced),
        _ => await RefuseAsync(output, "Usage: rotate-keys, or rotate-keys --now when a signing key leaked"),
    };

    private static string Appointed(AdministratorAppointed account) => string.Join(' ', new[]
    {
        account.IsNew ? "This account is an administrator now." : "This account is an administrator already.",
        account.HasSecondFactor ? "" : "It has no second factor yet: administrative operations refuse it until one is switched on and proved.",
        account.IsDisabled ? "It is disabled, and cannot log in." : "",
    }.Where(sentence => sentence.Length > 0));

    private static string Announced(SigningKeysRotated rotated) =>
        string.Create(CultureInfo.InvariantCulture, $"{(rotated.IsNew ? "The next signing key is published" : "The next signing key was published before")}; it signs from {rotated.SignsFrom:u} on.");

    private static string Replaced(SigningKeysRotated rotated) =>
        string.Create(CultureInfo.InvariantCulture, $"Every older signing key is withdrawn: all access tokens, and log-ins between two steps, end at {rotated.SignsFrom:u}. Sessions go on with their refresh tokens.");

    private static async Task<int> UsageAsync(IServiceProvider services, int days, TextWriter output) =>
        await TellAsync(output, await SendAsync(services, new GetSmsUsageQuery(days)), SmsUsageTable.Write);

    private static async Task<Result<T>> SendAsync<T>(IServiceProvider services, IRequest<Result<T>> request)
        where T : notnull
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    private static async Task<int> TellAsync<T>(TextWriter output, Result<T> result, Func<T, string> success)
        where T : notnull
    {
        await output.WriteLineAsync(result.IsSuccess ? success(result.Value) : Words(result.Error));
        return result.IsSuccess ? 0 : 1;
    }

    private static string Words(Error error) =>
        error.Members is null ? error.Detail : string.Join("; ", error.Members.Select(member => $"{member.Key} {member.Value[0].Message}"));

    private static async Task<int> RefuseAsync(TextWriter output, string words)
    {
        await output.WriteLineAsync(words);
        return 1;
    }
}
