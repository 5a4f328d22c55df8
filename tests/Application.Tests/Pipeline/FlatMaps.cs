using System.Collections;
using System.Dynamic;
using System.Reflection;
using AutoMapper;

namespace CleanAuth.Application.Tests.Pipeline;

/// <summary>
/// Finds what AutoMapper 8's two advisories need: graphs that can be endless (GHSA-rvv3-g6hj-g44x) and ways past MaxDepth, which are
/// polymorphic maps and members without a type of their own (GHSA-gpwp-5797-mjff).
/// </summary>
internal static class FlatMaps
{
    internal static IReadOnlyList<string> Offences(IConfigurationProvider configuration) => [.. configuration.GetAllTypeMaps().SelectMany(Offences).Distinct()];

    private static IEnumerable<string> Offences(TypeMap map)
    {
        var name = $"{map.SourceType.Name} -> {map.DestinationType.Name}";
        if (map.IncludedDerivedTypes.Any() || map.IncludedBaseTypes.Any() || map.DestinationTypeOverride is not null)
        {
            yield return $"{name} is polymorphic";
        }

        foreach (var offence in Walk(map.SourceType, []).Concat(Walk(map.DestinationType, [])))
        {
            yield return $"{name}: {offence}";
        }
    }

    private static IEnumerable<string> Walk(Type type, Stack<Type> above)
    {
        if (above.Contains(type))
        {
            yield return $"{type.Name} leads back to itself";
            yield break;
        }

        above.Push(type);
        foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(member => member.GetIndexParameters().Length == 0))
        {
            foreach (var part in Parts(member.PropertyType))
            {
                if (IsUntyped(part))
                {
                    yield return $"{type.Name}.{member.Name} is untyped";
                }
                else if (IsOurs(part))
                {
                    foreach (var offence in Walk(part, above))
                    {
                        yield return offence;
                    }
                }
            }
        }

        above.Pop();
    }

    /// <summary>The type itself and what it is made of: list elements, dictionary values, nullable values.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        new[] { type }.Concat(type.IsArray ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts));

    private static bool IsUntyped(Type type) =>
        type == typeof(object)
        || typeof(IDictionary).IsAssignableFrom(type)
        || typeof(IDynamicMetaObjectProvider).IsAssignableFrom(type)
        || type.GetInterfaces().Append(type).Any(i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IDictionary<,>) || i.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)));

    private static bool IsOurs(Type type) => !type.IsEnum && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true;
}
