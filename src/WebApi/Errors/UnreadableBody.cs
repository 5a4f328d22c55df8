using System.Text.Json;
using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using CleanAuth.WebApi.Sms;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CleanAuth.WebApi.Errors;

/// <summary>Says which member of a JSON body could not be read and what was expected, without echoing what was sent.</summary>
internal static class UnreadableBody
{
    internal static IActionResult Answer(ActionContext context)
    {
        if (context.ActionDescriptor.Parameters.Any(parameter => parameter.ParameterType == typeof(GatewayCall)))
        {
            return ((Result<Done>)SignedForms.Malformed).ToNoContent();
        }

        var unreadable = context.ModelState.FirstOrDefault(entry => entry.Value?.Errors.Count > 0).Key;
        if (context.ActionDescriptor.Parameters.FirstOrDefault(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Query && parameter.Name == unreadable) is { } query)
        {
            return ((Result<Done>)Named(query.Name, "type_invalid", $"must be {Expected(query.ParameterType)}")).ToNoContent();
        }

        var body = context.ActionDescriptor.Parameters.FirstOrDefault(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Body)?.ParameterType;
        Result<Done> refusal = body is not null && MemberError(body, unreadable) is { } error ? error : Malformed(unreadable);
        return refusal.ToNoContent();
    }

    private static Error Malformed(string? path) =>
        new(ErrorKind.Invalid, "malformed_request", string.IsNullOrEmpty(path)
            ? "A body of one JSON object is required."
            : "The body is not JSON as this service takes it: one object, no member twice, no comments, at most 8 levels deep.");

    private static Error? MemberError(Type body, string? path)
    {
        if (path is not ['$', '.', .. var name] || name.AsSpan().ContainsAny(".[ '\""))
        {
            return null;
        }

        var member = body.GetProperties().FirstOrDefault(property => ValidationErrors.MemberName(property.Name) == name);
        return member is null ? UnknownMember(body) : Named(name, "type_invalid", $"must be there once, as {Expected(member.PropertyType)}");
    }

    // The unknown name is the client's text and stays out of the answer; the known ones are the contract's.
    private static Error UnknownMember(Type body)
    {
        var known = string.Join(", ", body.GetProperties().Select(property => ValidationErrors.MemberName(property.Name)));
        return new Error(ErrorKind.Invalid, "validation_failed", $"There is a member that this operation does not have; it has: {known}.");
    }

    private static Error Named(string member, string code, string message) =>
        ValidationErrors.Of(new Dictionary<string, MemberError[]> { [member] = [new MemberError(code, message)] });

    private static string Expected(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsEnum)
        {
            return $"one of: {string.Join(", ", Enum.GetNames(bare).Select(JsonNamingPolicy.CamelCase.ConvertName))}";
        }

        return bare == typeof(int) ? "a whole number" : bare == typeof(bool) ? "true or false" : bare == typeof(string) ? "a string of valid Unicode text" : "a value of the documented type";
    }
}
