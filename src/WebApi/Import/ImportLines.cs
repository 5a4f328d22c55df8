using System.Buffers;
using System.Runtime.CompilerServices;
using CleanAuth.Application.Import;

namespace CleanAuth.WebApi.Import;

/// <summary>Reads lines as they come and holds one batch of them, so that the length of a file, or of a line, costs no memory.</summary>
internal static class ImportLines
{
    /// <summary>Lines in one batch, which is one transaction.</summary>
    internal const int BatchSize = 500;

    private const int BufferSize = 65_536;

    private static readonly byte[] s_blanks = " \t\r"u8.ToArray();

    // What Windows puts at the beginning of UTF-8 files.
    private static readonly byte[] s_mark = [0xEF, 0xBB, 0xBF];

    /// <summary>Lines without anything in them are counted and left out.</summary>
    internal static async IAsyncEnumerable<IReadOnlyList<ImportLine>> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken ct)
    {
        var batch = new List<ImportLine>(BatchSize);
        await foreach (var line in LinesAsync(input, ct))
        {
            if (line.Json.Span.IndexOfAnyExcept(s_blanks) >= 0)
            {
                batch.Add(line);
            }

            if (batch.Count == BatchSize)
            {
                yield return batch;
                batch = new List<ImportLine>(BatchSize);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static async IAsyncEnumerable<ImportLine> LinesAsync(Stream input, [EnumeratorCancellation] CancellationToken ct)
    {
        var (buffer, line, number) = (new byte[BufferSize], new ArrayBufferWriter<byte>(ImportLine.MaxLength + 1), 0L);
        for (int length; (length = await input.ReadAsync(buffer, ct)) > 0;)
        {
            for (var rest = buffer.AsMemory(0, length); !rest.IsEmpty;)
            {
                var end = rest.Span.IndexOf((byte)'\n');
                Keep(line, end < 0 ? rest : rest[..end]);
                rest = end < 0 ? default : rest[(end + 1)..];
                if (end >= 0)
                {
                    yield return Take(line, ++number);
                }
            }
        }

        yield return Take(line, ++number);
    }

    // Of what is too long no more than shows that it is.
    private static void Keep(ArrayBufferWriter<byte> line, ReadOnlyMemory<byte> part) =>
        line.Write(part.Span[..Math.Min(part.Length, ImportLine.MaxLength + 1 - line.WrittenCount)]);

    private static ImportLine Take(ArrayBufferWriter<byte> line, long number)
    {
        var bytes = line.WrittenSpan;
        var json = number == 1 && bytes.StartsWith(s_mark) ? bytes[s_mark.Length..] : bytes;
        var taken = new ImportLine(number, json.ToArray());
        line.ResetWrittenCount();
        return taken;
    }
}
