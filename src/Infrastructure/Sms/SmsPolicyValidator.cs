using System.Text.RegularExpressions;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>Checks the annotations of <see cref="SmsPolicy"/> and what they cannot say, each problem in one sentence that names the setting.</summary>
internal sealed partial class SmsPolicyValidator(IConfiguration configuration, IHostEnvironment environment, IOptions<OtpPolicy> otp) : IValidateOptions<SmsPolicy>
{
    private const string Codes = $"{SmsPolicy.Section}:{nameof(SmsPolicy.AllowedCallingCodes)}";

    public ValidateOptionsResult Validate(string? name, SmsPolicy options)
    {
        string[] problems = [.. Settings.Problems(SmsPolicy.Section, options), .. NoList(), .. options.AllowedCallingCodes.SelectMany(Code)];
        problems = problems.Length == 0 ? [.. UnknownPurposes(options), .. CodeText.Checked(options).SelectMany(text => Text(text, options))] : problems;
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    // The binder passes over a plain value where a list is wanted; then no message would go anywhere and nobody would know why.
    private IEnumerable<string> NoList()
    {
        if (!string.IsNullOrEmpty(configuration[Codes]))
        {
            yield return $"{Codes} is a list: set {Codes}:0 (environment variable Sms__AllowedCallingCodes__0) and so on.";
        }
    }

    private static IEnumerable<string> UnknownPurposes(SmsPolicy options) =>
        options.Texts.Keys.Where(purpose => !Enum.TryParse<OtpPurpose>(purpose, ignoreCase: true, out _) || char.IsAsciiDigit(purpose[0]))
            .Select(purpose => $"{SmsPolicy.Section}:Texts:{purpose} is no purpose; there are: {string.Join(", ", Enum.GetNames<OtpPurpose>())}.");

    private IEnumerable<string> Text((OtpPurpose Purpose, string Language, string Template) text, SmsPolicy options)
    {
        if (CodeText.Fault(text.Template, otp.Value, options) is { } fault)
        {
            yield return $"{SmsPolicy.Section}:Texts:{text.Purpose}:{text.Language} {fault}";
        }
    }

    private IEnumerable<string> Code(string? code, int index)
    {
        if (code == SmsPolicy.AnyCallingCode)
        {
            if (!environment.IsDevelopment())
            {
                yield return $"{Codes} must name the calling codes outside Development: \"*\" lets strangers spend your money in every country.";
            }
        }
        else if (code is null || !CallingCode().IsMatch(code))
        {
            yield return $"{Codes}:{index} must be 1 to 7 digits without a plus sign, such as 44.";
        }
    }

    // A calling code has up to 3 digits; more let an operator allow one prefix of a numbering plan that several countries share.
    [GeneratedRegex(@"^[1-9][0-9]{0,6}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CallingCode();
}
