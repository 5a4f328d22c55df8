using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Security;

/// <summary>
/// The Data Protection key ring in the database, shared by all nodes. Elements are sealed here and not by an <c>IXmlEncryptor</c>, because
/// Data Protection also takes keys in clear from its store: whoever can write to the table could add one, and everything that the ring
/// protects, signing keys included, could then be forged.
/// </summary>
internal sealed class EfXmlRepository(IServiceScopeFactory scopes, KeyRingCipher cipher, TimeProvider time, ILogger<EfXmlRepository> logger) : IXmlRepository
{
    /// <exception cref="InvalidOperationException">
    /// No element of the ring opens. Data Protection would add a new key, which no other node could open.
    /// </exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var rows = db.DataProtectionKeys.AsNoTracking().OrderBy(row => row.Id).ToList();
        var elements = rows.Select(Open).OfType<XElement>().ToList();
        return rows.Count == 0 || elements.Count > 0
            ? elements
            : throw new InvalidOperationException("No key of the Data Protection key ring opens with Security:MasterKey or one of Security:PreviousMasterKeys: configure the master key that sealed it.");
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        db.DataProtectionKeys.Add(new DataProtectionKeyRow
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            FriendlyName = friendlyName,
            Xml = cipher.Seal(element).ToString(SaveOptions.DisableFormatting),
        });
        db.SaveChanges();
    }

    private XElement? Open(DataProtectionKeyRow row)
    {
        try
        {
            return cipher.Open(XElement.Parse(row.Xml));
        }
        catch (Exception fault) when (fault is CryptographicException or XmlException)
        {
            logger.RingElementRefused(row.Id, fault);
            return null;
        }
    }
}
