namespace CleanAuth.Architecture.Tests;

/// <summary>Where things lie and how long they are.</summary>
public sealed class SourceRules
{
    private const int MostLines = 200;

    // Names that say nothing, so everything ends up there.
    private static readonly string[] s_drawers = ["Common", "Shared", "Helpers", "Utils", "Managers", "Services", "Interfaces", "DTOs"];

    private readonly Rule<string> _named = new(path => path.Split('/', '.').Intersect(s_drawers, StringComparer.OrdinalIgnoreCase).Select(drawer => $"{path} is in a drawer called {drawer}"));

    private readonly Rule<(string Path, int Lines)> _short = new(file => file.Lines <= MostLines ? [] : [$"{file.Path} has {file.Lines} lines"]);

    [Test]
    public void No_folder_is_a_drawer()
    {
        _named.HoldsFor(SourceTree.Files.Select(path => path[..path.LastIndexOf('/')]));
        _named.Reports("src/Application/Common", "drawer called Common");
        _named.Reports("src/WebApi/Otp/dtos", "drawer called dtos");
        _named.Accepts("src/Domain/Otp");
    }

    [Test]
    public void No_namespace_is_a_drawer()
    {
        _named.HoldsFor(Layers.TypesOf(Layers.All).Select(type => type.Namespace ?? "").Where(space => space.StartsWith("CleanAuth", StringComparison.Ordinal)).Distinct());
        _named.Reports("CleanAuth.Domain.Services", "drawer called Services");
        _named.Accepts("CleanAuth.Domain.Otp");
    }

    [Test]
    public void No_file_is_longer_than_200_lines_but_for_migrations()
    {
        _short.HoldsFor(SourceTree.Files.Where(path => !path.Contains("/Migrations/", StringComparison.Ordinal)).Select(path => (path, SourceTree.LinesOf(path))));
        _short.Reports(("src/Domain/Long.cs", MostLines + 1), "src/Domain/Long.cs has 201 lines");
        _short.Reports(SourceTree.Files.Select(path => (path, SourceTree.LinesOf(path))).MaxBy(file => file.Item2), "Migrations/");
    }
}
