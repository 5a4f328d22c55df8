using System.Security.Cryptography;
using System.Xml.Linq;
using CleanAuth.Infrastructure.Persistence;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Security;

/// <summary>The Data Protection key ring in the database, shared by all nodes.</summary>
internal sealed class EfXmlRepository(IServiceScopeFactory scopes, KeyRingCipher cipher, TimeProvider time) : IXmlRepository
{
    private const string DecryptorType = "decryptorType";

    /// <exception cref="InvalidOperationException">
    /// No key of the ring opens. Data Protection would leave such keys aside and add a new one, which no other node could open.
    /// </exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var elements = db.DataProtectionKeys.AsNoTracking().OrderBy(key => key.Id).Select(key => key.Xml).AsEnumerable().Select(XElement.Parse).ToList();
        var wrapped = elements.SelectMany(element => element.Descendants(KeyRingCipher.Wrapped)).ToList();
        return wrapped.Count == 0 || wrapped.Exists(Opens)
            ? elements
            : throw new InvalidOperationException("No key of the Data Protection key ring opens with Security:MasterKey or one of Security:PreviousMasterKeys: configure the master key that wrapped it.");
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        db.DataProtectionKeys.Add(new DataProtectionKeyRow
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            FriendlyName = friendlyName,
            Xml = WithoutVersion(element).ToString(SaveOptions.DisableFormatting),
        });
        db.SaveChanges();
    }

    /// <summary>
    /// Names the decryptor without its assembly's version: the runtime refuses to load an older assembly than the one asked for, so
    /// otherwise a node of the release before could not open a key that a node of the next one made.
    /// </summary>
    private static XElement WithoutVersion(XElement element)
    {
        var copy = new XElement(element);
        var decryptor = typeof(MasterKeyXmlDecryptor);
        foreach (var attribute in copy.DescendantsAndSelf().Attributes(DecryptorType).Where(type => type.Value == decryptor.AssemblyQualifiedName))
        {
            attribute.Value = $"{decryptor.FullName}, {decryptor.Assembly.GetName().Name}";
        }

        return copy;
    }

    private bool Opens(XElement wrapped)
    {
        try
        {
            cipher.Unwrap(wrapped);
            return true;
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
