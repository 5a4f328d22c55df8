using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>Attack 38: size, type, character set and compression of a body are judged before what it says.</summary>
public sealed class Envelopes : EveryOperation
{
    private const int Limit = 16 * 1024;

    [Test]
    public Task A_body_of_17_KiB_is_too_large([Values] bool chunked) =>
        AssertAllRefusedAsync(Operations.Select(operation => new Attack(operation, Sized(Body(operation), 17 * 1024, chunked))), "body_too_large");

    [Test]
    public Task A_body_of_one_byte_too_many_is_too_large([Values] bool chunked) =>
        AssertAllRefusedAsync(Operations.Select(operation => new Attack(operation, Sized(Body(operation), Limit + 1, chunked))), "body_too_large");

    // The lengths of the chunks count as body.
    [TestCase(Limit, false)]
    [TestCase(Limit - 64, true)]
    public async Task A_body_of_16_KiB_is_read(int bytes, bool chunked)
    {
        foreach (var operation in Operations)
        {
            var answer = await SendAsync(new Attack(operation, Sized($"{{\"{Canary.Text}\":1}}", bytes, chunked)));
            Refusal.AssertIsOne(answer, $"{operation}", "validation_failed");
        }
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    [TestCase("zstd")]
    [TestCase("identity")]
    [TestCase("gzip, gzip")]
    [TestCase(Canary.Text)]
    public Task A_compressed_body_is_not_opened(string encoding) =>
        AssertAllRefusedAsync(Operations.Select(operation => new Attack(operation, Encoded(Json(Zipped(Body(operation))), encoding))), "unsupported_media_type");

    [Test]
    public Task A_small_body_that_unpacks_to_8_MiB_is_not_opened() =>
        AssertAllRefusedAsync(Operations.Select(operation => new Attack(operation, Encoded(Json(Zipped(new string(' ', 8 * 1024 * 1024))), "gzip"))), "unsupported_media_type");

    [TestCase(null)]
    [TestCase("text/plain")]
    [TestCase("text/plain; charset=utf-8")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("multipart/form-data")]
    [TestCase("application/xml")]
    [TestCase("text/xml")]
    [TestCase("text/json")]
    [TestCase("application/problem+json")]
    [TestCase("application/vnd.api+json")]
    [TestCase("application/json-patch+json")]
    [TestCase("application/jsonx")]
    [TestCase("application/octet-stream")]
    [TestCase("application/*")]
    [TestCase("*/*")]
    [TestCase("application/json, text/plain")]
    [TestCase("text/plain; application/json")]
    [TestCase(Canary.Text)]
    public Task A_body_that_does_not_call_itself_JSON_is_refused(string? type) =>
        AssertAllRefusedAsync(Operations.Select(operation => new Attack(operation, Typed(Body(operation), type))), "unsupported_media_type");

    [TestCase("utf-16")]
    [TestCase("utf-16le")]
    [TestCase("utf-32")]
    [TestCase("utf-7")]
    [TestCase("iso-8859-1")]
    [TestCase("us-ascii")]
    [TestCase("\"utf-16\"")]
    [TestCase(Canary.Text)]
    public Task A_body_in_another_character_set_is_refused(string charset) =>
        AssertAllRefusedAsync(Operations.Select(operation => new Attack(operation, Typed(Body(operation), $"application/json; charset={charset}"))), "unsupported_media_type");

    [Test]
    public Task UTF_16_and_UTF_32_are_no_UTF_8() =>
        AssertAllRefusedAsync(
            from operation in Operations
            from encoding in new Encoding[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 }
            from mark in new[] { true, false }
            select new Attack(operation, Json([.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Body(operation))]), encoding.WebName),
            "malformed_request");

    [TestCase("application/json")]
    [TestCase("application/json; charset=utf-8")]
    [TestCase("Application/JSON;charset=\"UTF-8\"")]
    public async Task JSON_in_UTF_8_is_taken_however_it_is_written(string type)
    {
        foreach (var operation in Operations)
        {
            var answer = await SendAsync(new Attack(operation, Typed($"{{\"{Canary.Text}\":1}}", type)));
            Refusal.AssertIsOne(answer, $"{operation}", "validation_failed");
        }
    }

    [Test]
    public async Task The_answer_is_JSON_whatever_the_caller_would_rather_have()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/account");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Callers.FullToken);
        request.Headers.Accept.ParseAdd("application/xml, text/html;q=0.9");

        var answer = await Api.SendAsync(request);

        Assert.That(answer.ContentHeaders.ContentType?.ToString(), Is.EqualTo("application/json; charset=utf-8"));
    }

    private static HttpContent Sized(string body, int bytes, bool chunked) => chunked ? new Chunked(body.PadRight(bytes)) : Json(body.PadRight(bytes));

    private static HttpContent Encoded(HttpContent content, string encoding)
    {
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return content;
    }

    private static ByteArrayContent Typed(string body, string? type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return content;
    }

    private static byte[] Zipped(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    /// <summary>Tells no length.</summary>
    private sealed class Chunked : StringContent
    {
        public Chunked(string text)
            : base(text, Encoding.UTF8, "application/json")
        {
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
