using System.Text;
using CleanAuth.Application.Import;
using CleanAuth.WebApi.Import;

namespace CleanAuth.WebApi.Tests.Import;

public sealed class ImportLinesTests
{
    [Test]
    public async Task Lines_keep_their_numbers_and_lose_their_ends_and_a_mark_of_Windows()
    {
        var lines = await ReadAsync("\uFEFFone\r\n\n  \t\r\nfour\nfive");

        Assert.That(lines.Select(line => (line.Number, Encoding.UTF8.GetString(line.Json.Span).Trim())), Is.EqualTo(new[] { (1L, "one"), (4L, "four"), (5L, "five") }));
    }

    [TestCase("")]
    [TestCase("\n")]
    [TestCase("\n\n\r\n")]
    public async Task Nothing_is_no_line(string text) => Assert.That(await ReadAsync(text), Is.Empty);

    [Test]
    public async Task Lines_that_lie_across_reads_are_whole()
    {
        var text = string.Join('\n', Enumerable.Range(0, 30_000).Select(i => new string('x', i % 97 + 1)));

        var lines = await ReadAsync(text);

        Assert.That(lines.Select(line => line.Json.Length), Is.EqualTo(Enumerable.Range(0, 30_000).Select(i => i % 97 + 1)));
        Assert.That(lines.Select(line => line.Number), Is.EqualTo(Enumerable.Range(1, 30_000)));
    }

    [Test]
    public async Task A_file_without_end_gives_batch_after_batch()
    {
        await using var batches = ImportLines.ReadAsync(new Endless("{}\n"u8.ToArray()), CancellationToken.None).GetAsyncEnumerator();
        for (var i = 0; i < 3; i++)
        {
            Assert.That(await batches.MoveNextAsync(), Is.True);
            Assert.That(batches.Current, Has.Count.EqualTo(ImportLines.BatchSize));
        }
    }

    [Test]
    public async Task Of_a_line_of_a_hundred_megabytes_only_the_beginning_is_kept()
    {
        var line = (await ReadAsync(new Endless("x"u8.ToArray(), length: 100_000_000))).Single();

        Assert.That(line.Json.Length, Is.EqualTo(ImportLine.MaxLength + 1));
    }

    private static Task<List<ImportLine>> ReadAsync(string text) => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static async Task<List<ImportLine>> ReadAsync(Stream stream)
    {
        var lines = new List<ImportLine>();
        await foreach (var batch in ImportLines.ReadAsync(stream, CancellationToken.None))
        {
            lines.AddRange(batch);
        }

        return lines;
    }

    /// <summary>The same again and again.</summary>
    private sealed class Endless(byte[] part, long length = long.MaxValue) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var most = (int)Math.Min(count, length - _read);
            for (var i = 0; i < most; i++)
            {
                buffer[offset + i] = part[_read++ % part.Length];
            }

            return most;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
