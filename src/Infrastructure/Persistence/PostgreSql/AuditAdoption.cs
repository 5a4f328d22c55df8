using Microsoft.EntityFrameworkCore.Migrations;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

/// <summary>For the migration that brings the audit chain, once its tables and columns are there: events of before are judged as new ones are, and linked by the first node.</summary>
internal static class AuditAdoption
{
    internal static void AdoptAuditEvents(this MigrationBuilder migration) => migration.Sql("""
        UPDATE audit_events SET outcome = CASE WHEN event IN (2002, 2005, 2008, 1012) THEN 1 ELSE 2 END WHERE event IN (2002, 2005, 2008, 1012, 2003, 2010, 4003, 5001, 8009);
        UPDATE audit_events SET origin = CASE WHEN event IN (7001, 7002) THEN 2 ELSE 1 END WHERE event IN (1009, 4004, 6001, 6002, 7001, 7002, 7003);
        INSERT INTO audit_queue (event_id) SELECT id FROM audit_events;
        """);
}
