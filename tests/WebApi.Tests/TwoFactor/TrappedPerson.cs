using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.WebApi.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>Somebody in a certain state, who knows the password and, whatever is switched on, has every secret there could be.</summary>
public sealed record TrappedPerson(FactorState State, string Email, string PhoneNumber, string Secret, string RecoveryCode, string RefreshToken)
{
    /// <summary>Made through the service's own stores, with a session of the password alone from before any factor; then the state is set.</summary>
    public static async Task<TrappedPerson> CreateAsync(ServiceHost host, FactorState state, PasswordHash password)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var now = host.Clock.GetUtcNow();
        var account = new NewAccount(
            new AccountId(Guid.CreateVersion7(now)), EmailAddress.Parse(AuthApi.NewEmail()), null, state.Phone ? Domain.Accounts.PhoneNumber.Parse(AuthApi.NewPhone()) : null, now);
        var (secret, code, refresh) = (TotpSecret.Generate(), Domain.TwoFactor.RecoveryCode.GenerateSet()[0], OpaqueToken.Generate());
        var session = new Session(new SessionId(Guid.CreateVersion7(now)), account.Id, AuthenticationMethods.Password, now, now.AddDays(1));
        var setup = SetupId.Of(session.Id);
        var accounts = services.GetRequiredService<IAccounts>();
        var authenticators = services.GetRequiredService<IAuthenticators>();
        var made = await services.GetRequiredService<ITransactions>().RunAsync(async ct =>
        {
            var created = await accounts.CreateAsync(account, password, ct);
            await services.GetRequiredService<ISessions>().OpenAsync(session, refresh, Source.None, now, ct);
            await services.GetRequiredService<IRecoveryCodes>().ReplaceAsync(account.Id, state.Codes ? [code] : [], now, ct);
            return created;
        }, CancellationToken.None);
        Assert.That(made.IsSuccess, Is.True);
        if (state.Totp)
        {
            await authenticators.SetPendingAsync(account.Id, setup, secret, now, CancellationToken.None);
            await authenticators.ActivateAsync(account.Id, setup, secret, Totp.StepAt(now) - Totp.Window - 1, now, CancellationToken.None);
        }

        await host.Database.ExecuteAsync(Set(state, account.Id));
        return new TrappedPerson(state, account.Email.Value, account.Phone?.Value ?? "", secret.RevealText(), code.RevealText(), refresh.Reveal());
    }

    /// <summary>Logs in and gives the right code of the method; a code by SMS is asked for first. The last answer.</summary>
    public async Task<Answer> AuthenticateAsync(AuthApi api, string method, string token, int message = 1)
    {
        if (method != "sms")
        {
            return await api.AuthenticateByAsync(method, token, method == "totp" ? api.CodeOf(Secret) : RecoveryCode);
        }

        var sent = await api.SendSecondFactorOtpAsync(token);
        return sent["challengeId"] is { } challengeId
            ? await api.AuthenticateAsync(token, challengeId, await api.CodeSentToAsync(PhoneNumber, message))
            : sent;
    }

    private static string Set(FactorState state, AccountId id) => string.Join(';', state.Suspended
        .Select(method => $"INSERT INTO factor_budgets (account_id, factor, failures) VALUES ('{id.Value}', {(int)Enum.Parse<Factor>(method, ignoreCase: true)}, 100)")
        .Append($"UPDATE accounts SET sms_factor_enabled = {state.Sms}, totp_factor_enabled = {state.Totp}, disabled_at = {(state.Disabled ? "'2026-01-01'" : "null")} WHERE id = '{id.Value}'"));
}
