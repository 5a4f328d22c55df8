using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanAuth.WebApi;

/// <summary>Times as the contract writes them: RFC 3339 in UTC with milliseconds and a Z.</summary>
internal sealed class UtcTimes : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <remarks>Only with an offset: without one it would be a time of wherever this node stands.</remarks>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        HasOffset(reader.GetString()) ? reader.GetDateTimeOffset() : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));

    // The dashes of the date stand before the T.
    private static bool HasOffset(string? text) => text?.IndexOf('T', StringComparison.Ordinal) is > 0 and var time && text.LastIndexOfAny(['Z', '+', '-']) > time;
}
