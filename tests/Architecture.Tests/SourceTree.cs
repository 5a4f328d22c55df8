using System.Xml.Linq;

namespace CleanAuth.Architecture.Tests;

/// <summary>The source files as they lie in the repository.</summary>
internal static class SourceTree
{
    private static readonly string s_root = FindRoot();

    /// <summary>Paths of all C# files under src, with slashes, from the root on.</summary>
    internal static IEnumerable<string> Files => Directory.EnumerateFiles(Path.Combine(s_root, "src"), "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(s_root, path).Replace('\\', '/')).Where(path => !path.Contains("/obj/") && !path.Contains("/bin/"));

    internal static int LinesOf(string path) => File.ReadLines(Path.Combine(s_root, path)).Count();

    /// <summary>Everything that a project file refers to: packages, frameworks and projects, without their paths.</summary>
    internal static IReadOnlyList<string> ReferencesOf(string project)
    {
        string[] kinds = ["PackageReference", "FrameworkReference", "ProjectReference", "Reference"];
        return [.. XDocument.Load(Path.Combine(s_root, project)).Descendants().Where(element => kinds.Contains(element.Name.LocalName))
            .Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value.Replace('\\', '/')) is var name && element.Name.LocalName == "ProjectReference"
                ? name
                : element.Attribute("Include")!.Value)];
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CleanAuth.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("There is no CleanAuth.sln above the tests.");
    }
}
