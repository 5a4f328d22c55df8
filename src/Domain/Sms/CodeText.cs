using System.Globalization;
using System.Text.RegularExpressions;
using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Sms;

/// <summary>
/// The words around a code: the code first, then its label and minutes. The domain-bound line that browsers read (WebOTP) is added, so no
/// template can forget it. Placeholders: <c>{code} {brand} {label} {minutes}</c>.
/// </summary>
public static partial class CodeText
{
    /// <summary>The language of an unknown locale.</summary>
    public const string DefaultLanguage = "en";

    // Without letters that the GSM alphabet lacks (ó, á, ç …): one of them would halve the length of a message.
    private static readonly Dictionary<OtpPurpose, Dictionary<string, string>> s_builtIn = new()
    {
        [OtpPurpose.PhoneVerification] = new(StringComparer.OrdinalIgnoreCase)
        {
            ["en"] = "{code} is your {brand} code ({label}). Valid {minutes} min. Never share it.",
            ["de"] = "{code} ist Ihr {brand}-Code ({label}). {minutes} Min. gültig. Nie weitergeben.",
            ["fr"] = "{code} est votre code {brand} ({label}). Valable {minutes} min. Ne le partagez jamais.",
            ["es"] = "{code} es su clave de {brand} ({label}). Vale {minutes} min. No la comparta nunca.",
            ["pt"] = "{code} é a sua chave {brand} ({label}). Vale {minutes} min. Nunca a partilhe.",
            ["zh"] = "{code} 是您的{brand}验证码({label})，{minutes}分钟内有效，勿告诉他人。",
        },
        [OtpPurpose.SecondFactor] = new(StringComparer.OrdinalIgnoreCase)
        {
            ["en"] = "{code} is your {brand} log-in code ({label}). Valid {minutes} min. Never share it.",
            ["de"] = "{code} ist Ihr Anmeldecode für {brand} ({label}). {minutes} Min. gültig. Nie weitergeben.",
            ["fr"] = "{code} est votre code de connexion {brand} ({label}). Valable {minutes} min. Ne le partagez jamais.",
            ["es"] = "{code} es su clave de acceso a {brand} ({label}). Vale {minutes} min. No la comparta nunca.",
            ["pt"] = "{code} é a sua chave de acesso {brand} ({label}). Vale {minutes} min. Nunca a partilhe.",
            ["zh"] = "{code} 是您的{brand}登录码({label})，{minutes}分钟内有效，勿告诉他人。",
        },
        [OtpPurpose.StepUp] = new(StringComparer.OrdinalIgnoreCase)
        {
            ["en"] = "{code} is your {brand} confirmation code ({label}). Valid {minutes} min. Never share it.",
            ["de"] = "{code} ist Ihr Bestätigungscode für {brand} ({label}). {minutes} Min. gültig. Nie weitergeben.",
            ["fr"] = "{code} est votre code de confirmation {brand} ({label}). Valable {minutes} min. Ne le partagez jamais.",
            ["es"] = "{code} es su clave para confirmar en {brand} ({label}). Vale {minutes} min. No la comparta nunca.",
            ["pt"] = "{code} é a sua chave para confirmar em {brand} ({label}). Vale {minutes} min. Nunca a partilhe.",
            ["zh"] = "{code} 是您的{brand}确认码({label})，{minutes}分钟内有效，勿告诉他人。",
        },
        [OtpPurpose.PasswordReset] = new(StringComparer.OrdinalIgnoreCase)
        {
            ["en"] = "{code} resets your {brand} password ({label}). Valid {minutes} min. Never share it.",
            ["de"] = "{code} setzt Ihr {brand}-Passwort zurück ({label}). {minutes} Min. gültig. Nie weitergeben.",
            ["fr"] = "{code} remplace votre mot de passe {brand} ({label}). Valable {minutes} min. Ne le partagez jamais.",
            ["es"] = "{code} cambia su contraseña de {brand} ({label}). Vale {minutes} min. No la comparta nunca.",
            ["pt"] = "{code} muda a sua palavra-passe {brand} ({label}). Vale {minutes} min. Nunca a partilhe.",
            ["zh"] = "{code} 是您的{brand}重置密码验证码({label})，{minutes}分钟内有效，勿告诉他人。",
        },
        [OtpPurpose.Enrollment] = new(StringComparer.OrdinalIgnoreCase)
        {
            ["en"] = "{code} sets up your {brand} log-in anew ({label}). Valid {minutes} min. Never share it.",
            ["de"] = "{code} richtet Ihre {brand}-Anmeldung neu ein ({label}). {minutes} Min. gültig. Nie weitergeben.",
            ["fr"] = "{code} rétablit votre connexion {brand} ({label}). Valable {minutes} min. Ne le partagez jamais.",
            ["es"] = "{code} restablece su acceso a {brand} ({label}). Vale {minutes} min. No la comparta nunca.",
            ["pt"] = "{code} restabelece o seu acesso a {brand} ({label}). Vale {minutes} min. Nunca a partilhe.",
            ["zh"] = "{code} 是您的{brand}重新绑定验证码({label})，{minutes}分钟内有效，勿告诉他人。",
        },
    };

    /// <summary>Languages that every purpose has a text in.</summary>
    public static IReadOnlyCollection<string> Languages => s_builtIn[OtpPurpose.PhoneVerification].Keys;

    /// <param name="languages">
    /// Language tags, the most wanted first; <c>pt-BR</c> finds <c>pt</c>. English when there is none of them, or when a long brand or domain makes
    /// the text longer than one message.
    /// </param>
    public static string Write(OtpPurpose purpose, IEnumerable<string> languages, OtpCode code, string label, OtpPolicy policy, SmsPolicy sms) =>
        languages.Append(DefaultLanguage)
            .Select(tag => Template(purpose, tag.Split('-')[0], sms))
            .OfType<string>()
            .Select(template => Fill(template, code.Reveal(), label, policy, sms))
            .First(text => SmsSegment.FitsOne(text));

    /// <summary>What is wrong with an operator's text, as the end of a sentence, or null.</summary>
    public static string? Fault(string template, OtpPolicy policy, SmsPolicy sms)
    {
        if (!template.StartsWith("{code}", StringComparison.Ordinal))
        {
            return "must begin with {code}.";
        }

        var names = Placeholder().Matches(template).Select(match => match.Value).ToList();
        if (names.Except(["{code}", "{brand}", "{label}", "{minutes}"]).Any() || !names.Contains("{label}") || !names.Contains("{minutes}") || template.Any(char.IsControl))
        {
            return "must hold {label} and {minutes}, may hold {brand}, and nothing else in braces and no line break.";
        }

        return SmsSegment.FitsOne(Fill(template, new string('8', policy.CodeLength), "K7", policy, sms)) ? null : "is longer than one message (160 characters of the GSM alphabet, or 70).";
    }

    /// <summary>The texts that must fit: an operator's own, and the English ones that everything falls back to.</summary>
    public static IEnumerable<(OtpPurpose Purpose, string Language, string Template)> Checked(SmsPolicy sms) =>
        from purpose in s_builtIn.Keys
        from language in sms.TextsOf(purpose).Keys.Append(DefaultLanguage).Distinct()
        select (purpose, language, Template(purpose, language, sms)!);

    private static string? Template(OtpPurpose purpose, string language, SmsPolicy sms) =>
        sms.TextsOf(purpose).GetValueOrDefault(language) ?? s_builtIn[purpose].GetValueOrDefault(language);

    private static string Fill(string template, string code, string label, OtpPolicy policy, SmsPolicy sms) =>
        Placeholder().Replace(template, match => match.Value switch
        {
            "{code}" => code,
            "{brand}" => sms.BrandName,
            "{label}" => label,
            _ => (policy.CodeSeconds / 60).ToString(CultureInfo.InvariantCulture),
        }) + $"\n@{sms.Domain} #{code}";

    [GeneratedRegex(@"\{[a-z]*\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
