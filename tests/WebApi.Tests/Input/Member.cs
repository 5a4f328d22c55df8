using System.Reflection;
using System.Text.Json;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Security;
using CleanAuth.WebApi.Administration;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>A member of a JSON body.</summary>
/// <param name="Type">Without its nullability.</param>
/// <param name="Body">Whose member it is.</param>
public sealed record Member(string Name, Type Type, Type? Body = null)
{
    /// <summary>These take any text; the rest have a form that no attack has.</summary>
    private static readonly string[] s_freeText = ["password", "currentPassword", "newPassword", "displayName", "reason", "text"];

    public bool IsText => Type == typeof(string);

    public bool IsPassword => Name is "password" or "currentPassword" or "newPassword";

    public bool IsFreeText => s_freeText.Contains(Name);

    /// <summary>Every spelling that an enumeration has in the contract.</summary>
    public IEnumerable<string> Spellings => Enum.GetNames(Type).Select(JsonNamingPolicy.CamelCase.ConvertName);

    public static Member Of(PropertyInfo property) =>
        new(JsonNamingPolicy.CamelCase.ConvertName(property.Name), Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, property.DeclaringType);

    /// <summary>A value that breaks no rule, as JSON. A new member whose text has a form is added here; <see cref="GoodBodies"/> says when.</summary>
    /// <remarks>With the kill switch on, the other operations would be tested against a service that sends nothing.</remarks>
    public string Sample() => Name == "method" ? Quoted("sms") : Type.IsEnum ? Quoted(Spellings.First()) : Type == typeof(bool) ? Body == typeof(SetSmsKillSwitchRequest) ? "false" : "true" : Type == typeof(int) ? "1" : Quoted(Name switch
    {
        "email" => AuthApi.NewEmail(),
        "password" or "currentPassword" or "newPassword" => AuthApi.Password,
        "recoveryCode" => "0-0000-0000-0000-0000",
        "phoneNumber" => AuthApi.NewPhone(),
        "phoneVerificationToken" or "passwordResetToken" or "refreshToken" => OpaqueToken.Generate().Reveal(),
        "challengeId" => ChallengeId.Generate().Value,
        "code" or "smsCode" => "000000",
        "enforceFrom" => "2026-12-01T00:00:00Z",
        "locale" => "en",
        _ => "sample",
    });

    /// <summary>JSON of every type that this member is not.</summary>
    public IEnumerable<string> WrongTypes()
    {
        string[] never = [Type == typeof(int) ? "1.5" : "1", "-0.5e300", "{}", $$"""{"{{Canary.Text}}":"{{Canary.Text}}"}""", "[]", $"""["{Canary.Text}"]"""];
        string[] sometimes = IsText ? ["true", "false"] : Type == typeof(bool) ? ["\"true\"", "\"false\"", "\"1\"", "0", "\"\""] : ["true", "\"0\"", "\"1\"", "\"\""];
        return never.Concat(sometimes);
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
