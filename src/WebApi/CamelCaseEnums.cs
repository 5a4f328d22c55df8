using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanAuth.WebApi;

/// <summary>Enum values as the contract writes them, and no other spelling: the framework's converter takes any case and lists with commas.</summary>
internal sealed class CamelCaseEnums : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    internal static string Name(Enum value) => JsonNamingPolicy.CamelCase.ConvertName($"{value}");

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private static readonly FrozenDictionary<string, T> s_values = Enum.GetValues<T>().ToFrozenDictionary(value => Name(value), StringComparer.Ordinal);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && s_values.TryGetValue(reader.GetString()!, out var value) ? value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Name(value));
    }
}
