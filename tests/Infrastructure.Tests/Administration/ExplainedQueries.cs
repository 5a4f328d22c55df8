using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace CleanAuth.Infrastructure.Tests.Administration;

/// <summary>Has the database explain each query, with the very parameters that it is sent with, before it is sent.</summary>
internal sealed class ExplainedQueries(NpgsqlDataSource source) : DbCommandInterceptor
{
    internal List<Plan> Plans { get; } = [];

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        await using var explain = source.CreateCommand($"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {command.CommandText}");
        foreach (NpgsqlParameter parameter in command.Parameters)
        {
            explain.Parameters.Add(parameter.Clone());
        }

        using var json = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync(cancellationToken))!);
        Plans.Add(new Plan(json.RootElement[0].GetProperty("Plan").Clone(), command.CommandText));
        return result;
    }
}

/// <summary>What the database did for one query.</summary>
internal sealed record Plan(JsonElement Root, string Sql)
{
    private IEnumerable<JsonElement> Nodes => Below(Root);

    /// <summary>Tables that were read from one end to the other.</summary>
    internal IEnumerable<string> ReadWhole => Nodes.Where(node => Text(node, "Node Type") == "Seq Scan").Select(node => Text(node, "Relation Name"));

    /// <summary>Rows of tables and entries of indexes that were looked at, those that did not fit included.</summary>
    internal double Visited => Nodes.Where(node => Text(node, "Node Type").EndsWith("Scan", StringComparison.Ordinal) && Text(node, "Node Type") is not ("Subquery Scan" or "Function Scan"))
        .Sum(node => Number(node, "Actual Loops") * (Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck")));

    /// <summary>The most rows that one sort took.</summary>
    internal double Sorted => Nodes.Where(node => Text(node, "Node Type").EndsWith("Sort", StringComparison.Ordinal))
        .SelectMany(sort => sort.GetProperty("Plans").EnumerateArray()).Select(input => Number(input, "Actual Rows")).DefaultIfEmpty().Max();

    public override string ToString() => $"{Sql}\n{JsonSerializer.Serialize(Root, s_indented)}";

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private static IEnumerable<JsonElement> Below(JsonElement node) =>
        node.TryGetProperty("Plans", out var inputs) ? inputs.EnumerateArray().SelectMany(Below).Prepend(node) : [node];

    private static string Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString()! : "";

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}
