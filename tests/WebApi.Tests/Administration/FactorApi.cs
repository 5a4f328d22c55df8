using System.Globalization;
using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Administration;

/// <summary>The words of the contract for second factors that administrators demand and take away.</summary>
internal static class FactorApi
{
    internal static Task<Answer> DemandFactorAsync(this AuthApi api, string token, string account, DateTimeOffset? from = null, bool required = true, string reason = Administrators.Reason) =>
        api.SendAsync(HttpMethod.Put, $"/api/v1/admin/users/{account}/two-factor-policy", from is { } enforceFrom ? new { required, enforceFrom, reason } : new { required, reason }, token);

    internal static Task<Answer> ResetFactorsAsync(this AuthApi api, string token, string account, bool phoneLost = false, string reason = Administrators.Reason) =>
        api.PostAsync($"/api/v1/admin/users/{account}/two-factor/reset", new { reason, phoneLost }, token);

    internal static Task<Answer> SendEnrollmentOtpAsync(this AuthApi api, string enrollmentToken) => api.PostAsync("/api/v1/auth/send-otp", new { purpose = "enrollment" }, enrollmentToken);

    internal static Task<Answer> EnrolAppAsync(this AuthApi api, string enrollmentToken, string code, string challengeId, string smsCode) =>
        api.PostAsync("/api/v1/2fa/turn-on", new { code, challengeId, smsCode }, enrollmentToken);

    internal static Task<Answer> EnrolSmsAsync(this AuthApi api, string enrollmentToken, string phoneVerificationToken, string challengeId, string smsCode) =>
        api.SendAsync(HttpMethod.Put, "/api/v1/2fa/sms", new { enabled = true, phoneVerificationToken, challengeId, smsCode }, enrollmentToken);

    /// <summary>A code to the verified number under the enrolment, the <paramref name="count"/>th message to it.</summary>
    internal static async Task<(string ChallengeId, string SmsCode)> ProveNumberAsync(this AuthApi api, string enrollmentToken, string phoneNumber, int count)
    {
        var challengeId = (await api.SendEnrollmentOtpAsync(enrollmentToken)).Expect(HttpStatusCode.Accepted)["challengeId"]!;
        return (challengeId, await api.CodeSentToAsync(phoneNumber, count));
    }

    internal static async Task<string> NewSecretAsync(this AuthApi api, string enrollmentToken) => (await api.GenerateTotpAsync(enrollmentToken)).Expect(HttpStatusCode.OK)["secret"]!;

    /// <summary>A time as the contract writes it.</summary>
    internal static string Written(this DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
