using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace CleanAuth.Domain.Tests;

/// <summary>Judges a policy as the host does at its start: by its annotations.</summary>
internal static class PolicyCheck
{
    /// <summary>The members that keep a host with this policy from starting.</summary>
    internal static IReadOnlyList<string> Refused(object policy)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(policy, new ValidationContext(policy), found, validateAllProperties: true);
        return [.. found.SelectMany(problem => problem.MemberNames)];
    }

    /// <summary>The same policy with another value, as binding from configuration would set it.</summary>
    internal static T With<T>(this T policy, string member, object? value)
        where T : notnull
    {
        typeof(T).GetProperty(member)!.SetValue(policy, value);
        return policy;
    }

    /// <summary>The settable numbers that no range bounds.</summary>
    internal static IEnumerable<string> Unbounded(Type policy) =>
        policy.GetProperties()
            .Where(property => property.CanWrite && property.PropertyType == typeof(int) && property.GetCustomAttribute<System.ComponentModel.DataAnnotations.RangeAttribute>() is null)
            .Select(property => property.Name);
}
