using System.Security.Cryptography;
using System.Text;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>
/// A link is the HMAC-SHA-256 of the link before it, its own place and everything that its event says. The key is not in the database: who has that alone
/// cannot make a chain that fits.
/// </summary>
internal sealed class AuditChain(MasterKeys keys)
{
    internal const int HashBytes = HMACSHA256.HashSizeInBytes;

    internal const int MaxKeyIdLength = 64;

    internal string CurrentKeyId => keys.CurrentId;

    /// <summary>Null when the key is no longer configured.</summary>
    /// <param name="auditEvent">As the database gives it back: its times are shorter than ours.</param>
    internal byte[]? Link(string keyId, byte[] previous, DateOnly day, int number, AuditEventRow auditEvent) =>
        keys.TryDerive(keyId, KeyPurposes.AuditChain, out var key) ? HMACSHA256.HashData(key, Content(previous, day, number, auditEvent)) : null;

    // Every part has its length before it, so that no two events are written alike.
    private static byte[] Content(byte[] previous, DateOnly day, int number, AuditEventRow e)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        Write(writer, previous);
        Write(writer, BitConverter.GetBytes((long)day.DayNumber));
        Write(writer, BitConverter.GetBytes((long)number));
        Write(writer, e.Id.ToByteArray(bigEndian: true));
        Write(writer, BitConverter.GetBytes(e.At.UtcTicks / TimeSpan.TicksPerMicrosecond));
        Write(writer, BitConverter.GetBytes((long)e.Event));
        Write(writer, BitConverter.GetBytes((long)e.Outcome));
        Write(writer, BitConverter.GetBytes((long)e.Origin));
        Write(writer, e.AccountId?.ToByteArray(bigEndian: true));
        Write(writer, e.SessionId?.ToByteArray(bigEndian: true));
        Write(writer, e.AdministratorId?.ToByteArray(bigEndian: true));
        Write(writer, e.Network is null ? null : Encoding.UTF8.GetBytes(e.Network));
        Write(writer, e.Reason is null ? null : Encoding.UTF8.GetBytes(e.Reason));
        writer.Flush();
        return content.ToArray();
    }

    private static void Write(BinaryWriter writer, byte[]? part)
    {
        writer.Write(part?.Length ?? -1);
        writer.Write(part ?? []);
    }
}
