using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

/// <summary>The run-time account reads and writes rows and nothing else; audit rows and their links it can only add and read (ASVS 5.0 13.2.2, 16.4.2).</summary>
internal static class RuntimeRights
{
    internal static Task GrantAsync(PostgresAuthDbContext db, string role) =>
        // format() quotes the role's name; GRANT takes no parameters.
        db.Database.ExecuteSqlAsync($"""
            SELECT set_config('cleanauth.role', {role}, false);
            DO $$
            DECLARE role text := current_setting('cleanauth.role');
            BEGIN
                EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role);
                EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', role);
                EXECUTE format('REVOKE UPDATE, DELETE ON audit_events, audit_links FROM %I', role);
                EXECUTE format('REVOKE DELETE ON audit_days FROM %I', role);
                EXECUTE format('REVOKE UPDATE ON audit_queue FROM %I', role);
                EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON "__EFMigrationsHistory" FROM %I', role);
            END $$;
            """);
}
