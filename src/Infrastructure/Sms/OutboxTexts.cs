using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>Encrypts the text of a waiting message; the message's id is part of the purpose, so a ciphertext fits no other row.</summary>
internal sealed class OutboxTexts(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("CleanAuth.Outbox");

    internal byte[] Protect(Guid message, string text) => For(message).Protect(Encoding.UTF8.GetBytes(text));

    internal string Unprotect(Guid message, byte[] text) => Encoding.UTF8.GetString(For(message).Unprotect(text));

    private IDataProtector For(Guid message) => _protector.CreateProtector(message.ToString());
}
