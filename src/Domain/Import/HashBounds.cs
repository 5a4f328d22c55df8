namespace CleanAuth.Domain.Import;

/// <summary>
/// What a password hash of another system may cost and hold. Whoever imports a hash lets every wrong log-in of that account cost what is
/// written in it, until the first right one replaces it. Cheap hashes are taken: until then they are as weak as they were.
/// </summary>
public static class HashBounds
{
    /// <summary>Longest hash, in characters; the column is as long.</summary>
    public const int MaxText = 512;

    /// <summary>Highest bcrypt cost: 2^14 rounds, about a second of a core.</summary>
    public const int MaxBcryptCost = 14;

    /// <summary>Most PBKDF2 rounds, counted once for each digest that the hash is long: about a second of a core.</summary>
    public const int MaxIterations = 2_000_000;

    /// <summary>Shortest PBKDF2 hash, in bytes: a shorter one would fit a wrong password by chance.</summary>
    public const int MinHash = 16;

    /// <summary>Longest PBKDF2 hash, in bytes.</summary>
    public const int MaxHash = 64;

    /// <summary>Shortest salt of a PHC form, in bytes. ASP.NET Identity asks for 16 itself.</summary>
    public const int MinSalt = 8;

    /// <summary>Longest salt, in bytes.</summary>
    public const int MaxSalt = 64;

    /// <param name="digest">Length of one digest of the hash function, in bytes.</param>
    internal static bool Allow(long iterations, int hash, int digest) => iterations * ((hash + digest - 1) / digest) <= MaxIterations;
}
