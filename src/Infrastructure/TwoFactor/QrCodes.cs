using CleanAuth.Domain.TwoFactor;
using QRCoder;

namespace CleanAuth.Infrastructure.TwoFactor;

internal sealed class QrCodes : IQrCodes
{
    private const int PixelsPerModule = 6;

    public byte[] Png(string text)
    {
        using var drawn = Draw(text);
        return new PngByteQRCode(drawn).GetGraphic(PixelsPerModule);
    }

    public string Svg(string text)
    {
        using var drawn = Draw(text);
        return new SvgQRCode(drawn).GetGraphic(PixelsPerModule);
    }

    private static QRCodeData Draw(string text)
    {
        using var generator = new QRCodeGenerator();
        return generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
    }
}
