using System.Text.RegularExpressions;
using CleanAuth.WebApi.Errors;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>The one form of every refusal, and what it never shows.</summary>
internal static partial class Refusal
{
    /// <param name="codes">Those that are meant; any of the catalogue when none is given.</param>
    internal static void AssertIsOne(Answer answer, string what, params string[] codes)
    {
        var context = $"{what}: {(int)answer.Status} {answer.Body}";
        Assert.That((int)answer.Status, Is.InRange(400, 499), context);
        AssertIsProblem(answer, what);
        Assert.That(codes, Is.Empty.Or.Contains(answer.Code ?? ""), context);
    }

    internal static void AssertIsProblem(Answer answer, string what)
    {
        var context = $"{what}: {(int)answer.Status} {answer.Body}";
        Assert.That(answer.ContentHeaders.ContentType?.ToString(), Is.EqualTo(ProblemWriter.ContentType), context);
        Assert.That(ProblemCatalogue.Codes, Does.ContainKey(answer.Code ?? ""), context);
        Assert.That(ProblemCatalogue.Codes[answer.Code!].Status, Is.EqualTo((int)answer.Status), context);
        Assert.That(answer["type"], Is.EqualTo($"/problems/{answer.Code}"), context);
        Assert.That(answer["traceId"], Does.Match("^(?!0+$)[0-9a-f]{32}$"), context);
        AssertShowsNothing(answer.Body, context);
    }

    /// <summary>Nothing of the request, and nothing of the inside.</summary>
    internal static void AssertShowsNothing(string text, string context)
    {
        Assert.That(text, Does.Not.Contain(Canary.Text).IgnoreCase, context);
        Assert.That(Inside().Match(text).Value, Is.Empty, context);
    }

    // Namespaces, types of ours, exceptions, stack frames, places in the JSON, tables.
    [GeneratedRegex(@"System\.|Microsoft\.|CleanAuth\.|Npgsql|Exception|\bat \w+\.|LineNumber|BytePosition|\$\.|[a-z](Command|Request|Query|Row|Options)\b|relation ""|otp_challenges|SELECT|UPDATE ", RegexOptions.CultureInvariant)]
    private static partial Regex Inside();
}
