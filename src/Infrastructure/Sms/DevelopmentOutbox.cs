using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>The folder that messages go to in Development, one JSON file each.</summary>
public sealed class DevelopmentOutbox(string folder)
{
    private const int MaxBytes = 64 * 1024;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        // Read by people in an editor and never put into a page, so "+44" may stay "+44".
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>The newest messages first, of one number or of all; files that are no messages are passed over.</summary>
    public IReadOnlyList<DevelopmentMessage> Read(string? to, int limit) =>
        [.. Files().Select(ReadFile).OfType<DevelopmentMessage>().Where(message => to is null || message.To == to).Take(limit)];

    internal void Write(DevelopmentMessage message)
    {
        Directory.CreateDirectory(folder);

        // The name sorts by time, so that reading the newest does not open them all.
        var name = string.Create(CultureInfo.InvariantCulture, $"{message.SentAt.UtcDateTime:yyyyMMdd'T'HHmmss.fffffff}-{message.Id:N}.json");
        var whole = Path.Combine(folder, name);

        // Renamed when complete: a reader never sees half a file.
        var half = whole + ".tmp";
        File.WriteAllBytes(half, JsonSerializer.SerializeToUtf8Bytes(message, s_json));
        File.Move(half, whole, overwrite: true);
    }

    private IEnumerable<string> Files()
    {
        try
        {
            return Directory.GetFiles(folder, "*.json").OrderDescending(StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static DevelopmentMessage? ReadFile(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes ? JsonSerializer.Deserialize<DevelopmentMessage>(File.ReadAllBytes(path), s_json) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
