using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanAuth.Application.Import;

/// <summary>A line of a file to import; prints its number only.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Json">UTF-8 without the line break. Of a line longer than <see cref="MaxLength"/> its beginning is enough, with one byte more.</param>
public sealed record ImportLine(long Number, ReadOnlyMemory<byte> Json)
{
    /// <summary>Longest line, in bytes.</summary>
    public const int MaxLength = 8192;

    private static readonly JsonSerializerOptions s_strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 1,
    };

    /// <summary>The person, or in words why the line is none. The words hold nothing of the line.</summary>
    internal (ImportedPerson? Person, string Refusal) Read()
    {
        if (Json.Length > MaxLength)
        {
            return (null, $"is longer than {MaxLength} bytes");
        }

        try
        {
            return (JsonSerializer.Deserialize<ImportedPerson>(Json.Span, s_strict), "is null");
        }
        catch (JsonException)
        {
            return (null, "is not one JSON object with the known members, each at most once and of its type");
        }
    }

    public override string ToString() => $"{nameof(ImportLine)}({Number})";
}
