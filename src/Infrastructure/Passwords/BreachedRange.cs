using System.Buffers;
using System.Globalization;
using System.Text;

namespace CleanAuth.Infrastructure.Passwords;

/// <summary>The answer of the range API: a line <c>SUFFIX:COUNT</c> for each leaked password with the prefix, and invented ones with count 0.</summary>
internal static class BreachedRange
{
    /// <summary>Longest answer that is read, in bytes; real ones have some 40 KiB, padded.</summary>
    internal const int MaxBytes = 1024 * 1024;

    private const int SuffixLength = 35;

    private static readonly SearchValues<char> s_hex = SearchValues.Create("0123456789ABCDEFabcdef");

    /// <returns>Null for what is no such answer, such as a page of HTML: nothing follows from it.</returns>
    internal static bool? Holds(byte[] answer, string suffix)
    {
        var (found, lines) = (false, 0);
        foreach (var line in Encoding.Latin1.GetString(answer).AsSpan().EnumerateLines())
        {
            if (line.IsEmpty)
            {
                continue;
            }

            if (!IsEntry(line, out var count))
            {
                return null;
            }

            lines++;
            found |= count > 0 && line[..SuffixLength].Equals(suffix, StringComparison.OrdinalIgnoreCase);
        }

        // Every prefix has leaked passwords: an empty answer comes from somebody else.
        return lines == 0 ? null : found;
    }

    private static bool IsEntry(ReadOnlySpan<char> line, out long count)
    {
        count = 0;
        return line.Length > SuffixLength + 1 && line[SuffixLength] == ':' && !line[..SuffixLength].ContainsAnyExcept(s_hex)
            && long.TryParse(line[(SuffixLength + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }
}
