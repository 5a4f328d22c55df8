namespace CleanAuth.Domain.Accounts;

/// <summary>The passwords that many people choose (ASVS 5.0 6.2.4; NIST SP 800-63B-4 3.1.1.2).</summary>
public interface ICommonPasswords
{
    /// <summary>Whether the whole password is one of them. Letters are compared by simple case folding, code point by code point, whatever the culture.</summary>
    bool Contains(string password);
}
