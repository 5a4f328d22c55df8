using System.Collections.Frozen;
using System.Text;
using CleanAuth.Domain.Accounts;

namespace CleanAuth.Infrastructure.Passwords;

/// <summary>
/// A list of passwords: UTF-8, one a line, blanks count, a line that begins with <c>#</c> is a comment. What the length rule refuses anyway
/// is passed over, so that a list made for other services can be used as it is.
/// </summary>
internal static class CommonPasswordFile
{
    /// <summary>Fewest passwords that pass the length rule (ASVS 5.0 6.2.4).</summary>
    internal const int Least = 3_000;

    /// <summary>Most of them, about 100 MB of memory.</summary>
    internal const int Most = 1_000_000;

    /// <summary>Largest file in bytes.</summary>
    internal const int MaxBytes = 64 * 1024 * 1024;

    private const string Setting = $"{PasswordChecksOptions.Section}:{nameof(PasswordChecksOptions.CommonListFile)}";

    /// <exception cref="InvalidOperationException">It is no such list; the sentence names the setting.</exception>
    internal static FrozenSet<string> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return file.Length > MaxBytes ? throw Fault($"has more than {MaxBytes / 1024 / 1024} MiB.") : Read(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Fault(fault is DecoderFallbackException ? "is not UTF-8." : $"cannot be read ({fault.GetType().Name}).");
        }
    }

    private static FrozenSet<string> Read(Stream file)
    {
        var passwords = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using var lines = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        while (lines.ReadLine() is { } line)
        {
            if (PassesLengthRule(line) && !line.StartsWith('#') && passwords.Add(line) && passwords.Count > Most)
            {
                throw Fault($"has more than {Most} passwords.");
            }
        }

        return passwords.Count >= Least
            ? passwords.ToFrozenSet(StringComparer.OrdinalIgnoreCase)
            : throw Fault($"has {passwords.Count} passwords of {PasswordPolicy.MinLength} to {PasswordPolicy.MaxLength} characters; {Least} are the least.");
    }

    private static bool PassesLengthRule(string line) =>
        line.Length >= PasswordPolicy.MinLength && line.EnumerateRunes().Count() is >= PasswordPolicy.MinLength and <= PasswordPolicy.MaxLength;

    private static InvalidOperationException Fault(string problem) =>
        new($"{Setting} (environment variable {Setting.Replace(":", "__", StringComparison.Ordinal)}) {problem}");
}
