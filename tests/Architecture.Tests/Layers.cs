using System.Reflection;
using System.Runtime.CompilerServices;
using CleanAuth.Application.Accounts;
using CleanAuth.Domain;
using CleanAuth.Infrastructure;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace CleanAuth.Architecture.Tests;

/// <summary>The four assemblies and the kinds of types in them.</summary>
internal static class Layers
{
    internal static Assembly Domain => typeof(Error).Assembly;

    internal static Assembly Application => typeof(SignUpCommand).Assembly;

    internal static Assembly Infrastructure => typeof(InfrastructureSetup).Assembly;

    internal static Assembly WebApi => typeof(WebApi.ApplicationSetup).Assembly;

    internal static IEnumerable<Assembly> All => [Domain, Application, Infrastructure, WebApi];

    /// <summary>The types that somebody wrote; what the compiler and its generators add belongs to the type around it.</summary>
    internal static IEnumerable<Type> TypesOf(params IEnumerable<Assembly> assemblies) =>
        assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !type.IsNested && !type.Name.StartsWith('<') && !type.IsDefined(typeof(CompilerGeneratedAttribute)));

    internal static IEnumerable<Type> Requests => Application.GetTypes().Where(type => type is { IsAbstract: false } && ResponseOf(type) is not null);

    internal static IEnumerable<Type> Controllers => WebApi.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(ControllerBase)));

    internal static IEnumerable<MethodInfo> ActionsOf(Type controller) =>
        controller.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName);

    /// <summary>Every interface of the domain but the generic one that results are made through.</summary>
    internal static IEnumerable<Type> Ports => Domain.GetTypes().Where(type => type is { IsInterface: true, IsGenericType: false });

    internal static Type? ResponseOf(Type request) => Argument(request, typeof(IRequest<>), 0);

    internal static bool Implements(Type type, Type definition) => Argument(type, definition, 0) is not null;

    private static Type? Argument(Type type, Type definition, int index) =>
        type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition)?.GenericTypeArguments[index];
}
