using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Sms;

/// <summary>A message that waits to be sent. Its text holds a code, so it prints only the masked number.</summary>
/// <param name="Id">Our own name for it; a UUID version 7.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Text">What the person reads.</param>
/// <param name="ExpiresAt">From this moment on it is not worth sending.</param>
public sealed record OutgoingSms(Guid Id, PhoneNumber To, string Text, DateTimeOffset ExpiresAt)
{
    public override string ToString() => $"OutgoingSms({Id}, {To})";
}
