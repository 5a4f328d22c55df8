using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.Import;
using CleanAuth.Infrastructure.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Import;

/// <summary>
/// ASP.NET Identity's hasher, which also checks the hashes of other systems. Whatever it would not make itself, with the same function and cost,
/// is to be replaced at the first right password, so that afterwards every log-in costs the same.
/// </summary>
internal sealed class ImportedHashes(PasswordHasher<AppUser> identity, IOptions<PasswordHasherOptions> options, LibCrypt crypt) : IPasswordHasher<AppUser>
{
    private const int OwnLength = 61;

    private readonly byte[] _ownHeader = OwnHeader(options.Value.IterationCount);

    public string HashPassword(AppUser user, string password) => identity.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(AppUser user, string hashedPassword, string providedPassword)
    {
        if (!hashedPassword.StartsWith('$'))
        {
            return VerifyIdentity(user, hashedPassword, providedPassword);
        }

        var isRight = ForeignHash.TryParse(hashedPassword, out var foreign) && foreign.IsAffordable && foreign switch
        {
            BcryptHash bcrypt => crypt.IsBcryptOf(bcrypt.Text, providedPassword),
            Pbkdf2Hash pbkdf2 => IsPbkdf2Of(pbkdf2, providedPassword),
            _ => false,
        };
        return isRight ? PasswordVerificationResult.SuccessRehashNeeded : PasswordVerificationResult.Failed;
    }

    // Identity throws on what is no Base64.
    private PasswordVerificationResult VerifyIdentity(AppUser user, string hash, string password)
    {
        Span<byte> bytes = stackalloc byte[HashBounds.MaxText];
        if (!Convert.TryFromBase64String(hash, bytes, out var length))
        {
            return PasswordVerificationResult.Failed;
        }

        return identity.VerifyHashedPassword(user, hash, password) switch
        {
            PasswordVerificationResult.Failed => PasswordVerificationResult.Failed,
            _ when length == OwnLength && bytes.StartsWith(_ownHeader) => PasswordVerificationResult.Success,
            _ => PasswordVerificationResult.SuccessRehashNeeded,
        };
    }

    private static bool IsPbkdf2Of(Pbkdf2Hash hash, string password)
    {
        var derived = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), hash.Salt.Span, (int)hash.Iterations, hash.Algorithm, hash.Hash.Length);
        return CryptographicOperations.FixedTimeEquals(derived, hash.Hash.Span);
    }

    // Version 3, HMAC-SHA512, our rounds, a salt of 16 bytes; with it and a hash of 32 bytes the whole has 61.
    private static byte[] OwnHeader(int iterations)
    {
        var header = new byte[13];
        header[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(1), 2);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(5), (uint)iterations);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(9), 16);
        return header;
    }
}
