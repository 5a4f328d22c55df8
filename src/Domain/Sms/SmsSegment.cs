namespace CleanAuth.Domain.Sms;

/// <summary>Whether a text travels as one message: 160 characters of the GSM 7-bit alphabet, or 70 UTF-16 units (3GPP TS 23.038 6.2.1, TS 23.040 9.2.3.24).</summary>
public static class SmsSegment
{
    private const int GsmLength = 160;
    private const int Ucs2Length = 70;

    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    // Each is an escape and a character.
    private const string Extension = "\f^{}\\[~]|€";

    public static bool FitsOne(string text) =>
        text.All(c => Basic.Contains(c, StringComparison.Ordinal) || Extension.Contains(c, StringComparison.Ordinal))
            ? text.Length + text.Count(c => Extension.Contains(c, StringComparison.Ordinal)) <= GsmLength
            : text.Length <= Ucs2Length;
}
