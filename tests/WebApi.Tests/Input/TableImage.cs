using System.Globalization;
using CleanAuth.TestKit;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>How many rows each table has and a digest of them: equal images mean that no row was added, changed or removed.</summary>
public static class TableImage
{
    // The service links what was audited before in its own time; the events themselves are in the image.
    private static readonly string[] s_ownTime = ["audit_queue", "audit_links", "audit_days"];

    public static async Task<string> TakeAsync(TestDatabase database)
    {
        var tables = (await NamesAsync(database)).Except(s_ownTime);
        var each = tables.Select(table => string.Create(
            CultureInfo.InvariantCulture, $"SELECT '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') AS line FROM \"{table}\" t"));
        return await database.ReadAsync<string>($"SELECT string_agg(line, E'\\n' ORDER BY line) FROM ({string.Join(" UNION ALL ", each)}) lines");
    }

    /// <summary>Every row of every table as text.</summary>
    public static async Task<string> DumpAsync(TestDatabase database)
    {
        var tables = await NamesAsync(database);
        var each = tables.Select(table => $"SELECT '{table} ' || t::text AS line FROM \"{table}\" t");
        return await database.ReadAsync<string>($"SELECT string_agg(line, E'\\n') FROM ({string.Join(" UNION ALL ", each)}) lines");
    }

    public static async Task<string[]> NamesAsync(TestDatabase database) =>
        (await database.ReadAsync<string>("SELECT string_agg(table_name, ',' ORDER BY table_name) FROM information_schema.tables WHERE table_schema = 'public'")).Split(',');
}
