using System.Security.Cryptography;
using System.Text;

namespace CleanAuth.Infrastructure.Passwords;

/// <summary>The SHA-1 by which Pwned Passwords names a password, in upper-case hexadecimal digits.</summary>
/// <param name="Prefix">The five digits that leave this service: some two thousand leaked passwords share them, and unknown ones without number.</param>
/// <param name="Suffix">The other 35, which do not.</param>
internal sealed record BreachedHash(string Prefix, string Suffix)
{
    private const int PrefixLength = 5;

    internal static BreachedHash Of(string password)
    {
#pragma warning disable RS0030, CA5350 // The range API knows passwords by SHA-1 and by nothing else. It is a name here: it is neither kept nor does it protect anything.
        var hash = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
#pragma warning restore RS0030, CA5350
        return new BreachedHash(hash[..PrefixLength], hash[PrefixLength..]);
    }

    public override string ToString() => nameof(BreachedHash);
}
