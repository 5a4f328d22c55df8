using System.Text;
using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CleanAuth.WebApi.Sms;

/// <summary>The one kind of body that is no JSON: forms of the gateway, below one path, read field by field so that their order and spelling stay.</summary>
internal static class SignedForms
{
    /// <summary>Everything below it takes a form and nothing else.</summary>
    internal const string Path = "/api/v1/webhooks";

    internal const string MediaType = "application/x-www-form-urlencoded";

    private const int MostFields = 100;
    private const int LongestName = 128;
    private const int LongestValue = 2048;
    private const string SignatureHeaders = "X-Plivo-Signature-";

    internal static readonly Error Malformed =
        new(ErrorKind.Invalid, "malformed_request", "The body is not a form as this service takes it: UTF-8, at most 100 fields, names of at most 128 characters, values of at most 2,048.");

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static bool IsForm(string? type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed) && parsed.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase)
        && (!parsed.Charset.HasValue || HeaderUtilities.RemoveQuotes(parsed.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>The call with its form, or null when that cannot be read.</summary>
    internal static async Task<GatewayCall?> ReadAsync(HttpRequest request) =>
        await FieldsAsync(request) is { } fields
            ? new GatewayCall(
                $"{request.RouteValues["pathSecret"]}",
                request.Method,
                request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                fields,
                request.Headers.Where(header => header.Key.StartsWith(SignatureHeaders, StringComparison.OrdinalIgnoreCase))
                    .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase))
            : null;

    private static async Task<List<KeyValuePair<string, string>>?> FieldsAsync(HttpRequest request)
    {
        using var reader = new FormReader(request.Body, s_utf8) { KeyLengthLimit = LongestName, ValueLengthLimit = LongestValue };
        var fields = new List<KeyValuePair<string, string>>();
        try
        {
            while (await reader.ReadNextPairAsync(request.HttpContext.RequestAborted) is { } field)
            {
                fields.Add(field);
                if (fields.Count > MostFields)
                {
                    return null;
                }
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or DecoderFallbackException)
        {
            return null;
        }

        return fields;
    }
}

/// <summary>An action's parameter that is the call of a gateway, read by <see cref="SignedForms"/>; no part of what a client sends as such.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class FromGatewayAttribute : ModelBinderAttribute
{
    public FromGatewayAttribute() => (BinderType, BindingSource) = (typeof(Binder), BindingSource.Special);

    private sealed class Binder : IModelBinder
    {
        public async Task BindModelAsync(ModelBindingContext bindingContext)
        {
            if (await SignedForms.ReadAsync(bindingContext.HttpContext.Request) is { } call)
            {
                bindingContext.Result = ModelBindingResult.Success(call);
            }
            else
            {
                bindingContext.ModelState.AddModelError(bindingContext.ModelName, "");
            }
        }
    }
}
