using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CleanAuth.Architecture.Tests;

/// <summary>What a compiled assembly refers to, read from its tables, so that nothing in it can hide: attributes, closures, generic arguments.</summary>
internal static class DllReferences
{
    /// <summary>Full names of all types of other assemblies that are named anywhere.</summary>
    internal static IReadOnlyList<string> TypesOf(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var tables = file.GetMetadataReader();
        return [.. tables.TypeReferences.Select(tables.GetTypeReference).Select(type => $"{tables.GetString(type.Namespace)}.{tables.GetString(type.Name)}")];
    }

    /// <summary>True for the assemblies of .NET itself, without ASP.NET Core.</summary>
    internal static bool IsBaseLibrary(AssemblyName name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, $"{name.Name}.dll"));
}
