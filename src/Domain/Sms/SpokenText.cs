using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Sms;

/// <summary>
/// What a call says: a greeting that asks for a key, and only after that key the code, so that no voice mail records it. Placeholders:
/// <c>{brand}</c> and <c>{code}</c>, whose digits are separated so that they are read one by one.
/// </summary>
public static class SpokenText
{
    /// <summary>The key that the greeting asks for.</summary>
    public const string Key = "1";

    /// <summary>Reads what there is no voice for (decisions 20).</summary>
    public const string DefaultVoice = "en-US";

    // The voices that the gateway has of the languages that there are words in. The first of a language reads its other regions too.
    private static readonly string[] s_voices = ["en-US", "en-GB", "en-AU", "de-DE", "fr-FR", "fr-CA", "es-ES", "es-US", "pt-PT", "pt-BR"];

    private static readonly Dictionary<string, Words> s_words = new()
    {
        ["en"] = new("Hello from {brand}. Press 1 to hear your code.", "Your code is {code}.", "Your log-in code is {code}."),
        ["de"] = new("Hallo, hier ist {brand}. Drücken Sie die 1, um Ihren Code zu hören.", "Ihr Code ist {code}.", "Ihr Anmeldecode ist {code}."),
        ["fr"] = new("Bonjour, ici {brand}. Appuyez sur 1 pour entendre votre code.", "Votre code est {code}.", "Votre code de connexion est {code}."),
        ["es"] = new("Hola, le llama {brand}. Pulse 1 para oír su clave.", "Su clave es {code}.", "Su clave de acceso es {code}."),
        ["pt"] = new("Olá, aqui é {brand}. Pressione 1 para ouvir a sua chave.", "A sua chave é {code}.", "A sua chave de acesso é {code}."),
    };

    /// <summary>The voice for a person, as the gateway names it.</summary>
    /// <param name="languages">Language tags, the most wanted first; <c>es-MX</c> finds the first voice of <c>es</c>.</param>
    public static string VoiceFor(IEnumerable<string> languages) => languages.Select(Find).OfType<string>().FirstOrDefault(DefaultVoice);

    /// <summary>The words before the key press, without the code.</summary>
    /// <param name="voice">One that <see cref="VoiceFor"/> gave.</param>
    public static string Greeting(string voice, SmsPolicy sms) => WordsOf(voice).Greeting.Replace("{brand}", sms.BrandName, StringComparison.Ordinal);

    /// <summary>The words after the key press.</summary>
    /// <param name="voice">One that <see cref="VoiceFor"/> gave.</param>
    public static string Write(OtpPurpose purpose, string voice, OtpCode code)
    {
        var sentence = purpose == OtpPurpose.SecondFactor ? WordsOf(voice).LoginCode : WordsOf(voice).Code;
        return sentence.Replace("{code}", string.Join(", ", code.Reveal().AsEnumerable()), StringComparison.Ordinal);
    }

    private static string? Find(string language) =>
        s_voices.FirstOrDefault(voice => language.Equals(voice, StringComparison.OrdinalIgnoreCase))
        ?? s_voices.FirstOrDefault(voice => language.Split('-')[0].Equals(voice[..2], StringComparison.OrdinalIgnoreCase));

    private static Words WordsOf(string voice) => s_words[voice[..2]];

    private sealed record Words(string Greeting, string Code, string LoginCode);
}
