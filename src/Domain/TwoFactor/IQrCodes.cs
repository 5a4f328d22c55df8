namespace CleanAuth.Domain.TwoFactor;

/// <summary>Draws a text as a QR code (ISO/IEC 18004), error correction M, with the quiet zone that readers need. The seam to the drawing library.</summary>
public interface IQrCodes
{
    byte[] Png(string text);

    string Svg(string text);
}
