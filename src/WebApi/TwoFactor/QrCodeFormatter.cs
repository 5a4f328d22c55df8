using System.Text;
using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain.TwoFactor;
using Microsoft.AspNetCore.Mvc.Formatters;

namespace CleanAuth.WebApi.TwoFactor;

/// <summary>Answers with the QR code itself, for a client that asks for an image.</summary>
internal sealed class QrCodeFormatter : OutputFormatter
{
    internal const string Png = "image/png";
    internal const string Svg = "image/svg+xml";

    public QrCodeFormatter()
    {
        SupportedMediaTypes.Add(Png);
        SupportedMediaTypes.Add(Svg);
    }

    public override async Task WriteResponseBodyAsync(OutputFormatterWriteContext context)
    {
        var codes = context.HttpContext.RequestServices.GetRequiredService<IQrCodes>();
        var uri = ((TotpGenerated)context.Object!).OtpauthUri;
        var image = context.ContentType.StartsWith(Svg, StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(codes.Svg(uri)) : codes.Png(uri);
        await context.HttpContext.Response.Body.WriteAsync(image, context.HttpContext.RequestAborted);
    }

    protected override bool CanWriteType(Type? type) => type == typeof(TotpGenerated);
}
