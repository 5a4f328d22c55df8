using System.Reflection;
using System.Text.RegularExpressions;
using CleanAuth.Architecture.Tests.Breakers;

namespace CleanAuth.Architecture.Tests;

/// <summary>Text that comes from outside is neither SQL (ASVS 5.0 1.2.4) nor a pattern, and keeps no pattern busy (1.2.9, 1.3.12).</summary>
public sealed class InjectionRules
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // What takes SQL as a plain string. FromSqlInterpolated, ExecuteSql and their kin make parameters of every hole.
    private static readonly string[] s_plainSql =
        ["FromSqlRaw", "ExecuteSqlRaw", "ExecuteSqlRawAsync", "SqlQueryRaw", "set_CommandText", "CreateCommand", "CreateBatchCommand"];

    private readonly Rule<Type> _parameters = new(type => Uses.Of(type)
        .Where(used => s_plainSql.Contains(used.Name) || used is ConstructorInfo { DeclaringType.Name: "NpgsqlCommand" or "NpgsqlBatchCommand" or "SqlCommand" })
        .Select(used => $"{type.Name} builds SQL with {used.Name}"));

    private readonly Rule<Type> _fixedPatterns = new(type => Uses.Of(type).OfType<MethodBase>()
        .Where(used => used.DeclaringType == typeof(Regex) && (used.IsConstructor || used.IsStatic))
        .Select(used => $"{type.Name} takes a pattern at run time with {used.Name}"));

    private readonly Rule<MethodInfo> _limited = new(pattern => pattern.GetCustomAttribute<GeneratedRegexAttribute>()!.MatchTimeoutMilliseconds > 0
        || pattern.GetCustomAttribute<GeneratedRegexAttribute>()!.Options.HasFlag(RegexOptions.NonBacktracking)
            ? []
            : [$"{pattern.DeclaringType!.Name}.{pattern.Name} may run for ever"]);

    [Test]
    public void No_SQL_is_built_from_strings()
    {
        _parameters.HoldsFor(Layers.TypesOf(Layers.All));
        _parameters.Reports(typeof(CarelessSql), "CarelessSql builds SQL with ExecuteSqlRawAsync");
    }

    [Test]
    public void No_pattern_is_made_at_run_time()
    {
        _fixedPatterns.HoldsFor(Layers.TypesOf(Layers.All));
        _fixedPatterns.Reports(typeof(CarelessPattern), "CarelessPattern takes a pattern at run time");
    }

    [Test]
    public void Every_pattern_has_a_time_limit()
    {
        _limited.HoldsFor(Patterns(Layers.TypesOf(Layers.All)));
        _limited.Reports(Patterns([typeof(CarelessPattern)]).Single(), "CarelessPattern.Word may run for ever");
    }

    private static IEnumerable<MethodInfo> Patterns(IEnumerable<Type> types) =>
        types.SelectMany(type => type.GetMethods(Everything)).Where(method => method.IsDefined(typeof(GeneratedRegexAttribute)));
}
