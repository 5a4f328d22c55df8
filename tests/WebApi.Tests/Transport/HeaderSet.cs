using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Transport;

/// <summary>The header fields that every answer carries, and those that none does.</summary>
internal static class HeaderSet
{
    internal const string Policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

    private static readonly string[] s_never =
        ["Server", "X-Powered-By", "X-AspNet-Version", "X-AspNetMvc-Version", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Set-Cookie", "Via"];

    internal static void AssertIsOn(Answer answer, string what)
    {
        var context = $"{what}: {(int)answer.Status}";
        Assert.That(Field(answer, "Strict-Transport-Security"), Is.EqualTo("max-age=31536000; includeSubDomains"), context);
        Assert.That(Field(answer, "X-Content-Type-Options"), Is.EqualTo("nosniff"), context);
        Assert.That(Field(answer, "Referrer-Policy"), Is.EqualTo("no-referrer"), context);
        Assert.That(Field(answer, "Cross-Origin-Resource-Policy"), Is.EqualTo("same-origin"), context);
        Assert.That(Field(answer, "Cross-Origin-Opener-Policy"), Is.EqualTo("same-origin"), context);
        Assert.That(Field(answer, "Cache-Control"), Is.Not.Null, context);
        Assert.That(s_never.Where(name => answer.Headers.Contains(name)), Is.Empty, context);

        var policy = Field(answer, "Content-Security-Policy");
        if (what.Contains("/swagger", StringComparison.Ordinal))
        {
            Assert.That(policy, Does.StartWith("default-src 'none'; script-src 'self'; ").And.EndsWith("frame-ancestors 'none'; base-uri 'none'"), context);
            Assert.That(policy, Does.Not.Contain("http").And.Not.Contain("*").And.Not.Contain("unsafe-eval").And.Not.Contain("script-src 'self' '"), context);
        }
        else
        {
            Assert.That(policy, Is.EqualTo(Policy), context);
        }

        if (answer.Body.Length > 0)
        {
            Assert.That(answer.ContentHeaders.ContentType?.ToString().Replace(" ", "", StringComparison.Ordinal), Does.EndWith(";charset=utf-8").Or.Matches("^(text/css|text/javascript|image/png)$"), context);
        }
    }

    /// <summary>The one value of the field, or null; two are as bad as a wrong one.</summary>
    internal static string? Field(Answer answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(" AND ", values) : null;
}
