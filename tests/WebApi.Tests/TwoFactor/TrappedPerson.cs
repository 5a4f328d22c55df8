using System.Net;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.WebApi.Tests.Administration;
using CleanAuth.WebApi.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.WebApi.Tests.TwoFactor;

/// <summary>Somebody in a certain state, who knows the password and, whatever is switched on, has every secret there could be.</summary>
public sealed record TrappedPerson(FactorState State, AccountId Id, string Email, string PhoneNumber, string Secret, string RecoveryCode, string RefreshToken)
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

        await host.Database.ExecuteAsync(Set(state, account.Id, now));
        return new TrappedPerson(state, account.Id, account.Email.Value, account.Phone?.Value ?? "", secret.RevealText(), code.RevealText(), refresh.Reveal());
    }

    /// <summary>Logs in and gives the right code of the method; a code by SMS is asked for first. The last answer.</summary>
    public async Task<Answer> AuthenticateAsync(AuthApi api, string method, string token)
    {
        if (method != "sms")
        {
            return await api.AuthenticateByAsync(method, token, method == "totp" ? api.CodeOf(Secret) : RecoveryCode);
        }

        var sent = await api.SendSecondFactorOtpAsync(token);
        return sent["challengeId"] is { } challengeId
            ? await api.AuthenticateAsync(token, challengeId, await api.CodeSentToAsync(PhoneNumber))
            : sent;
    }

    /// <summary>Tries to enrol; where a code is not even sent, that is the answer.</summary>
    /// <param name="message">The number of the next message to the verified number.</param>
    public async Task<Answer> EnrolAsync(AuthApi api, Way way, string token, int message)
    {
        var number = way == Way.VerifiedNumber ? PhoneNumber : AuthApi.NewPhone();
        var proof = way is Way.App or Way.AppAndNumber ? null : await ProveAsync(api, number, token, way == Way.VerifiedNumber ? message : 1);
        if (proof is { Status: not HttpStatusCode.OK })
        {
            return proof;
        }

        var own = way is Way.AppAndNumber or Way.BothNumbers ? await api.SendEnrollmentOtpAsync(token) : null;
        if (own is { Status: not HttpStatusCode.Accepted })
        {
            return own;
        }

        var smsCode = own is null ? null : await api.CodeSentToAsync(PhoneNumber, message);
        if (proof?["phoneVerificationToken"] is { } phoneVerificationToken)
        {
            return smsCode is null ? await api.EnrolSmsAsync(token, phoneVerificationToken) : await api.EnrolSmsAsync(token, phoneVerificationToken, own!["challengeId"]!, smsCode);
        }

        var code = api.CodeOf(await api.NewSecretAsync(token));
        return smsCode is null ? await api.TurnOnTotpAsync(token, code) : await api.EnrolAppAsync(token, code, own!["challengeId"]!, smsCode);
    }

    private static async Task<Answer> ProveAsync(AuthApi api, string number, string token, int message)
    {
        var sent = await api.SendOtpAsync(number, token);
        return sent["challengeId"] is { } challengeId ? await api.VerifyOtpAsync(challengeId, await api.CodeSentToAsync(number, message), token) : sent;
    }

    private static string Set(FactorState state, AccountId id, DateTimeOffset now) => string.Join(';', state.Suspended
        .Select(method => $"INSERT INTO factor_budgets (account_id, factor, failures) VALUES ('{id.Value}', {Number(method)}, 100)")
        .Append($"UPDATE sessions SET ended_at = {Time(state.Reset ? now : null)} WHERE account_id = '{id.Value}'")
        .Append($"""
            UPDATE accounts SET sms_factor_enabled = {state.Sms}, totp_factor_enabled = {state.Totp}, disabled_at = {Time(state.Disabled ? now : null)}, role = {(state.Demand == Demand.Administrators ? 1 : 0)},
            factor_required_from = {Time(state.Demand switch { Demand.Later => now.AddDays(30), Demand.Due => now.AddDays(-1), _ => null })}, must_enroll = {state.Reset},
            factors_reset_at = {Time(state.Reset ? now : null)}, barred_factor = {(state.Barred is { } barred ? $"{Number(barred)}" : "null")}, barred_until = {Time(state.Barred == "sms" ? now.AddDays(1) : null)}
            WHERE id = '{id.Value}'
            """));

    private static int Number(string method) => (int)Enum.Parse<Factor>(method, ignoreCase: true);

    private static string Time(DateTimeOffset? time) => time is { } at ? $"'{at:O}'" : "null";
}
