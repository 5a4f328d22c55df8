using System.Text.Json;
using CleanAuth.Domain;

namespace CleanAuth.Application.Pipeline;

public static class ValidationErrors
{
    public static Error Of(IReadOnlyDictionary<string, MemberError[]> members) =>
        new(ErrorKind.Invalid, "validation_failed", "Some members of the request are not as they should be; see errors.") { Members = members };

    /// <summary>The JSON name of a property: <c>PhoneNumber</c> is <c>phoneNumber</c>.</summary>
    public static string MemberName(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);
}
