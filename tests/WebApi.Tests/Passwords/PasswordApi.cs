using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Passwords;

/// <summary>The words of the contract for passwords.</summary>
internal static class PasswordApi
{
    internal static Task<Answer> ChangePasswordAsync(this AuthApi api, string token, string currentPassword, string newPassword) =>
        api.SendAsync(HttpMethod.Put, "/api/v1/account/password", new { currentPassword, newPassword }, token);

    internal static Task<Answer> ForgotAsync(this AuthApi api, string email) => api.PostAsync("/api/v1/auth/password/forgot", new { email });

    internal static Task<Answer> ResetAsync(this AuthApi api, string passwordResetToken, string newPassword) =>
        api.PostAsync("/api/v1/auth/password/reset", new { passwordResetToken, newPassword });

    internal static Task<Answer> ResetByCodeAsync(this AuthApi api, string email, string recoveryCode, string newPassword) =>
        api.PostAsync("/api/v1/auth/password/reset", new { email, recoveryCode, newPassword });

    /// <summary>Makes every recovery code older than a day: younger ones replace no password.</summary>
    internal static Task AgeRecoveryCodesAsync(this ServiceHost host) =>
        host.Database.ExecuteAsync("UPDATE recovery_codes SET created_at = created_at - interval '25 hours'");

    /// <summary>Answers the code of a forgotten password, the <paramref name="count"/>th message to the number, and gives the <c>passwordResetToken</c>.</summary>
    internal static async Task<string> ProveResetAsync(this AuthApi api, Person person, int count = 2)
    {
        var asked = (await api.ForgotAsync(person.Email)).Expect(HttpStatusCode.Accepted);
        var verified = await api.VerifyOtpAsync(asked["challengeId"]!, await api.CodeSentToAsync(person.PhoneNumber, count));
        return verified.Expect(HttpStatusCode.OK)["passwordResetToken"]!;
    }
}
