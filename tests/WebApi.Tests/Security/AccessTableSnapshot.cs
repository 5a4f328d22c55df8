using CleanAuth.WebApi.Security;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.OpenApi;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace CleanAuth.WebApi.Tests.Security;

/// <summary>The rules of access are written down (ASVS 5.0 8.1.1), from the routes themselves: docs/access.md.</summary>
public sealed class AccessTableSnapshot
{
    private const string Head = """
        # Who may call what

        Written by a test from the routes of the service; `TokensAtEveryRoute` and `AdminRoutes` send every kind of token to every route and so hold the service to it. No member of an answer depends on who asks.

        *yes*: as it is. *fresh*: with a proof younger than ten minutes at the account's highest level. *recent*: with a proof younger than ten minutes, of whatever level. Administrators need a session with two factors for what is theirs. Everybody's own account is the only one that their routes reach; those under `/admin` reach all.

        | route | nobody | `secondFactorToken` | `enrollmentToken` | user | administrator |
        |---|---|---|---|---|---|
        """;

    private static readonly string s_file = Path.Combine(Path.GetDirectoryName(Contract.File)!, "..", "access.md");

    [Test]
    public async Task The_committed_table_of_access_is_that_of_the_routes()
    {
        await using var host = await ServiceHost.StartAsync();
        var rows = Input.Operation.Endpoints(host).SelectMany(RowsOf).Order(StringComparer.Ordinal);
        var table = $"{Head.ReplaceLineEndings("\n")}\n{string.Join('\n', rows)}\n";
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(s_file, table);
        }

        Assert.That(
            File.Exists(s_file) ? (await File.ReadAllTextAsync(s_file)).ReplaceLineEndings("\n") : "", Is.EqualTo(table),
            $"Somebody may call something else now. If that is meant: UPDATE_SNAPSHOTS=1 ./dev test --filter {nameof(AccessTableSnapshot)}, and look at the difference.");
    }

    private static IEnumerable<string> RowsOf(RouteEndpoint route) =>
        from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]
        let path = $"/{route.RoutePattern.RawText!.Trim('/')}"
        select $"| `{path}` {method} | {string.Join(" | ", Cells(path, AccessOf(route)))} |";

    private static string? AccessOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IAllowAnonymous>() is not null ? null : route.Metadata.GetMetadata<IAuthorizeData>()?.Policy ?? Access.FullToken;

    private static string[] Cells(string path, string? access) => access switch
    {
        null when path.Contains("/webhooks/", StringComparison.Ordinal) => ["by signature", "", "", "", ""],
        null => ["yes", "yes", "yes", "yes", "yes"],
        Access.AnyCaller => ["by purpose", "by purpose", "by purpose", "by purpose", "by purpose"],
        Access.SecondFactorToken => ["", "yes", "", "", ""],
        Access.FullToken => ["", "", "", "yes", "yes"],
        Access.RecentProof => ["", "", "", "recent", "recent"],
        Access.FreshProof => ["", "", "", "fresh", "fresh"],
        Access.FullOrEnrollmentToken => ["", "", "yes", "yes", "yes"],
        Access.FreshProofOrEnrollmentToken => ["", "", "yes", "fresh", "fresh"],
        Access.Administrator => ["", "", "", "", "yes"],
        Access.AdministratorFreshProof => ["", "", "", "", "fresh"],
        _ => throw new InvalidOperationException($"Say here who {access} is."),
    };
}
