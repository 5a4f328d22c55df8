using System.Reflection;

namespace CleanAuth.Architecture.Tests;

/// <summary>Domain ← Application ← Infrastructure ← WebApi, and nothing the other way round.</summary>
public sealed class LayerRules
{
    private static readonly Assembly s_breaker = typeof(LayerRules).Assembly;

    private static readonly string[] s_identityAndEntityFramework = ["Microsoft.AspNetCore.Identity.", "Microsoft.EntityFrameworkCore.", "Npgsql."];

    // HttpMethod and HttpStatusCode are words of HTTP that anybody may use; these are the ways to send something.
    private static readonly string[] s_httpClient =
        ["System.Net.Http.HttpClient", "System.Net.Http.HttpMessageInvoker", "System.Net.Http.HttpMessageHandler", "System.Net.Http.HttpRequestMessage", "System.Net.Http.IHttpClientFactory"];

    private readonly Rule<Assembly> _baseLibraryAlone = References();

    private readonly Rule<Assembly> _useCaseLibraries = References("CleanAuth.Domain", "MediatR", "AutoMapper", "FluentValidation");

    private readonly Rule<Assembly> _notTheWeb = new(assembly => assembly.GetReferencedAssemblies().Where(name => name.Name == "CleanAuth.WebApi").Select(name => $"{assembly.GetName().Name} refers to {name.Name}"));

    private readonly Rule<Assembly> _noAdapters = new(assembly => DllReferences.TypesOf(assembly)
        .Where(type => s_identityAndEntityFramework.Any(space => type.StartsWith(space, StringComparison.Ordinal)) || s_httpClient.Contains(type))
        .Select(type => $"{assembly.GetName().Name} names {type}"));

    [Test]
    public void Domain_stands_on_the_base_library_alone()
    {
        _baseLibraryAlone.HoldsFor([Layers.Domain]);
        _baseLibraryAlone.Reports(Layers.Application, "MediatR");
        _baseLibraryAlone.Reports(Layers.Infrastructure, "Microsoft.AspNetCore");
    }

    [Test]
    public void Application_knows_Domain_and_three_libraries()
    {
        _useCaseLibraries.HoldsFor([Layers.Application]);
        _useCaseLibraries.Reports(Layers.Infrastructure, "Microsoft.EntityFrameworkCore");
        _useCaseLibraries.Reports(s_breaker, "CleanAuth.Infrastructure");
    }

    [Test]
    public void The_project_files_ask_for_no_more_than_that()
    {
        Assert.That(SourceTree.ReferencesOf("src/Domain/Domain.csproj"), Is.Empty);
        Assert.That(SourceTree.ReferencesOf("src/Application/Application.csproj"), Is.EquivalentTo(new[] { "Domain", "AutoMapper", "FluentValidation", "MediatR" }));
        Assert.That(SourceTree.ReferencesOf("src/Infrastructure/Infrastructure.csproj"), Does.Contain("Application").And.Contains("Microsoft.AspNetCore.App"), "references are seen");
    }

    [Test]
    public void Infrastructure_does_not_know_the_web()
    {
        _notTheWeb.HoldsFor([Layers.Domain, Layers.Application, Layers.Infrastructure]);
        _notTheWeb.Reports(s_breaker, "CleanAuth.WebApi");
    }

    [Test]
    public void Identity_Entity_Framework_and_HttpClient_are_named_in_Infrastructure_only()
    {
        _noAdapters.HoldsFor([Layers.Domain, Layers.Application, Layers.WebApi]);
        foreach (var seen in new[] { "Microsoft.AspNetCore.Identity.", "Microsoft.EntityFrameworkCore.", "Npgsql.", "System.Net.Http.HttpClient" })
        {
            _noAdapters.Reports(Layers.Infrastructure, seen);
        }

        _noAdapters.Reports(s_breaker, "System.Net.Http.HttpClient");
    }

    private static Rule<Assembly> References(params string[] allowed) => new(assembly => assembly.GetReferencedAssemblies()
        .Where(name => !DllReferences.IsBaseLibrary(name) && !allowed.Contains(name.Name))
        .Select(name => $"{assembly.GetName().Name} refers to {name.Name}"));
}
