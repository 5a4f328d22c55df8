using System.Net;

namespace CleanAuth.WebApi.Errors;

/// <summary>The page behind every problem's <c>type</c>.</summary>
internal static class ProblemPages
{
    internal static IEndpointConventionBuilder MapProblemPages(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/problems/{code}", (string code) => ProblemCatalogue.Codes.TryGetValue(code, out var problem)
            ? Results.Content(Page(problem), "text/html; charset=utf-8")
            : Results.NotFound());

    private static string Page(ProblemCode problem) =>
        $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>{Text(problem.Title)}</title></head>
        <body><h1>{Text(problem.Title)}</h1><p><code>{problem.Code}</code>, HTTP {problem.Status}</p><p>{Text(problem.Text)}</p></body></html>
        """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
