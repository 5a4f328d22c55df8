using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Application.Otp;

/// <summary>
/// The text of a code: the code first, then label and minutes, and the domain-bound line last, which browsers use to fill in the code
/// only on the right site (WebOTP). One GSM-7 segment.
/// </summary>
internal static class CodeMessage
{
    internal static string Write(OtpCode code, string label, OtpPolicy policy, SmsPolicy sms) =>
        $"{code.Reveal()} is your {sms.BrandName} code ({label}). Valid {policy.CodeSeconds / 60} min. Never share it.\n@{sms.Domain} #{code.Reveal()}";
}
