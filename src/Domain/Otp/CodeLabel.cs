using System.Security.Cryptography;

namespace CleanAuth.Domain.Otp;

/// <summary>
/// A letter and a digit, such as <c>K7</c>, that stands in the message and in the API's answer, so that a person with two messages
/// knows which code belongs to the open page. Public; proves nothing.
/// </summary>
public static class CodeLabel
{
    // Without I and O, which read like digits.
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string Digits = "23456789";

    public static string Generate() =>
        $"{Letters[RandomNumberGenerator.GetInt32(Letters.Length)]}{Digits[RandomNumberGenerator.GetInt32(Digits.Length)]}";
}
