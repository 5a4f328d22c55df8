using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Import;

/// <summary>
/// bcrypt by the system's libxcrypt, because .NET has none and the package feed no kept library (README, Dependencies). Where there is no such library
/// no bcrypt hash fits any password.
/// </summary>
internal sealed class LibCrypt(ILogger<LibCrypt> logger, params string[] names)
{
    // sizeof (struct crypt_data), which is part of the library's binary interface; crypt_rn refuses a smaller one.
    private const int DataSize = 32_768;

    // What bcrypt reads of a password. libxcrypt refuses passwords from 512 bytes on, and the longest that we take has 512.
    private const int PasswordSize = 72;

    // With a password that everybody knows: does this library know the form that came last?
    private const string Known = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    private readonly Lazy<CryptRn?> _crypt = new(() => names.Select(Load).FirstOrDefault(crypt => crypt is not null && Compute(crypt, "U*U", Known) == Known));

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint CryptRn(byte[] phrase, byte[] setting, byte[] data, int size);

    /// <summary>The names under which distributions have libxcrypt.</summary>
    internal static string[] Names => ["libcrypt.so.1", "libcrypt.so.2"];

    internal bool KnowsBcrypt => _crypt.Value is not null;

    /// <param name="hash">A bcrypt hash, whose cost was looked at.</param>
    internal bool IsBcryptOf(string hash, string password)
    {
        if (_crypt.Value is not { } crypt)
        {
            logger.BcryptIsMissing();
            return false;
        }

        // bcrypt ends at U+0000: what follows would not count, and a beginning of the password must not log in.
        return !password.Contains('\0', StringComparison.Ordinal) && Compute(crypt, password, hash) is { } computed
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(computed), Encoding.ASCII.GetBytes(hash));
    }

    private static string? Compute(CryptRn crypt, string password, string setting)
    {
        var phrase = new byte[PasswordSize + 1];
        var utf8 = Encoding.UTF8.GetBytes(password);
        utf8.AsSpan(0, Math.Min(utf8.Length, PasswordSize)).CopyTo(phrase);
        var data = new byte[DataSize];
        try
        {
            // The pointer that comes back points into data, which may have moved since.
            return crypt(phrase, Encoding.ASCII.GetBytes($"{setting}\0"), data, data.Length) == 0 ? null : Encoding.ASCII.GetString(data, 0, Array.IndexOf<byte>(data, 0));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(utf8);
            CryptographicOperations.ZeroMemory(phrase);
            CryptographicOperations.ZeroMemory(data);
        }
    }

    // crypt_rn is libxcrypt's own: glibc's former libcrypt, whose data is of another size, does not have it.
    private static CryptRn? Load(string name) =>
        NativeLibrary.TryLoad(name, out var library) && NativeLibrary.TryGetExport(library, "crypt_rn", out var function)
            ? Marshal.GetDelegateForFunctionPointer<CryptRn>(function)
            : null;
}
