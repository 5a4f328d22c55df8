using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CleanAuth.WebApi.Cookies;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.Security;
using CleanAuth.WebApi.TwoFactor;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CleanAuth.WebApi;

/// <summary>How HTTP comes in: the server's limits, strict JSON, and whom to believe about the client's address.</summary>
internal static class WebSetup
{
    private const int MaxBody = 16 * 1024;
    private const int MaxDepth = 8;

    internal static void ConfigureServer(this WebApplicationBuilder builder) =>
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });

    internal static IServiceCollection AddStrictControllers(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(http => UseStrictJson(http.SerializerOptions));
        services.AddControllers(mvc =>
            {
                mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
                var json = mvc.InputFormatters.OfType<SystemTextJsonInputFormatter>().Single();
                json.SupportedMediaTypes.Clear();
                json.SupportedMediaTypes.Add("application/json");
                json.SupportedEncodings.Clear();
                json.SupportedEncodings.Add(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
                mvc.InputFormatters.Clear();
                mvc.InputFormatters.Add(json);
                mvc.OutputFormatters.Add(new QrCodeFormatter());

                // They would read a form's body before the one binder that takes forms sees it.
                mvc.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
                mvc.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
                mvc.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
                mvc.ModelBinderProviders.Insert(0, new QueryEnums());
                mvc.Filters.Add(new ProducesAttribute("application/json"));
                mvc.Filters.Add<TokensIntoCookies>();
            })
            .AddJsonOptions(mvc =>
            {
                // Its messages name our types; UnreadableBody says what a client needs.
                mvc.AllowInputFormatterExceptionMessages = false;
                UseStrictJson(mvc.JsonSerializerOptions);
            })
            .ConfigureApiBehaviorOptions(api =>
            {
                api.InvalidModelStateResponseFactory = UnreadableBody.Answer;
                api.SuppressMapClientErrors = true;
            });
        return services;
    }

    internal static IServiceCollection AddForwarding(this IServiceCollection services, TransportOptions transport) =>
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            // With no proxy at all the middleware would believe everybody.
            forwarded.ForwardedHeaders = transport.KnownProxies.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in transport.Networks())
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });

    private static void UseStrictJson(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.PropertyNameCaseInsensitive = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.MaxDepth = MaxDepth;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Converters.Add(new UtcTimes());
        json.Converters.Add(new CamelCaseEnums());
    }
}
