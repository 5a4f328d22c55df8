using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Sms;

/// <summary>A message that waits to be sent. Its text holds a code, so it prints only the masked number.</summary>
/// <param name="Id">Our own name for it; a UUID version 7.</param>
/// <param name="Channel">How it travels.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Text">What the person reads or hears.</param>
/// <param name="ExpiresAt">From this moment on it is not worth sending.</param>
public sealed record OutgoingMessage(Guid Id, OtpChannel Channel, PhoneNumber To, string Text, DateTimeOffset ExpiresAt)
{
    /// <summary>Whose voice reads it, see <see cref="SpokenText.VoiceFor"/>; null when it is read by eye.</summary>
    public string? Voice { get; init; }

    public override string ToString() => $"OutgoingMessage({Id}, {To})";
}
