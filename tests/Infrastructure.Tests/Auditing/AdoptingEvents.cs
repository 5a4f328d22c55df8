using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace CleanAuth.Infrastructure.Tests.Auditing;

/// <summary>What happened before there was a chain.</summary>
public sealed class AdoptingEvents
{
    [Test]
    public async Task Events_of_before_the_chain_are_judged_and_linked_into_days_of_their_own()
    {
        await using var days = await AuditedDays.CreateAsync();
        await using var db = new PostgresAuthDbContext(new DbContextOptionsBuilder<PostgresAuthDbContext>().UseNpgsql(days.Database.OwnerConnectionString).Options);
        await db.GetService<IMigrator>().MigrateAsync(BeforeTheChain(db));
        await days.Database.ExecuteAsync("""
            DELETE FROM audit_events;
            INSERT INTO audit_events (id, at, event) SELECT gen_random_uuid(), '2025-03-01 12:00Z'::timestamptz + n * interval '1 day', event
                FROM unnest(ARRAY[2001, 2002, 5001, 6001, 7001]) WITH ORDINALITY AS events (event, n)
            """);

        await db.Database.MigrateAsync();
        var service = new Npgsql.NpgsqlConnectionStringBuilder(days.Database.ConnectionString).Username!;
        await RuntimeRights.GrantAsync(db, service);
        await AuditedDays.SealAsync(days.Node);

        Assert.That(await days.Database.ReadAsync<string>("SELECT string_agg(concat_ws(':', event, outcome, origin), ' ' ORDER BY at) FROM audit_events"), Is.EqualTo("2001:0:0 2002:1:0 5001:2:0 6001:0:1 7001:0:2"));
        var (findings, verdict) = await AuditedDays.VerifyAsync(days.Node);
        Assert.That(findings, Is.Empty);
        Assert.That((verdict.Events, verdict.Waiting), Is.EqualTo((5L, 0)));
    }

    private static string BeforeTheChain(PostgresAuthDbContext db)
    {
        var migrations = db.GetService<IMigrationsAssembly>();
        return migrations.Migrations.OrderBy(migration => migration.Key, StringComparer.Ordinal)
            .TakeWhile(migration => !migrations.CreateMigration(migration.Value, db.Database.ProviderName!).UpOperations.OfType<CreateTableOperation>().Any(table => table.Name == "audit_queue"))
            .Last().Key;
    }
}
