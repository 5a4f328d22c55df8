using CleanAuth.Domain.Spend;
using CleanAuth.WebApi.FloodGate;

namespace CleanAuth.WebApi.Otp;

/// <summary>What a request for a message says about whoever sends it.</summary>
internal static class AskingClient
{
    internal static ClientAddress Client(this HttpContext context) => new(FloodGateSetup.ClientOf(context).ToString());

    /// <summary>What the person reads, the most wanted first.</summary>
    internal static IReadOnlyList<string> Languages(this HttpRequest request) =>
        [.. request.GetTypedHeaders().AcceptLanguage.Where(language => language.Quality is not 0).OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString())];
}
