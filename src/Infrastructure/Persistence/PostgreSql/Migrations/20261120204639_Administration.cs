using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CleanAuth.Infrastructure.Persistence.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Administration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "administrator_id",
                table: "audit_events",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "network",
                table: "audit_events",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "origin",
                table: "audit_events",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "outcome",
                table: "audit_events",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "audit_events",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "factor_required_from",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "factors_reset_at",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "must_enroll",
                table: "accounts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "role",
                table: "accounts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "phone_reversed",
                table: "accounts",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true,
                computedColumnSql: "reverse(phone_number)",
                stored: true,
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "traits",
                table: "accounts",
                type: "integer",
                nullable: false,
                computedColumnSql: "CASE WHEN disabled_at IS NULL THEN 0 ELSE 1 END + CASE WHEN role = 0 THEN 0 ELSE 2 END + CASE WHEN totp_factor_enabled THEN 4 ELSE 0 END + CASE WHEN sms_factor_enabled THEN 8 ELSE 0 END + CASE WHEN factor_required_from IS NULL THEN 0 ELSE 16 END",
                stored: true);

            migrationBuilder.CreateTable(
                name: "audit_days",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_number = table.Column<int>(type: "integer", nullable: false),
                    last_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_days", x => x.day);
                });

            migrationBuilder.CreateTable(
                name: "audit_links",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    key_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_links", x => new { x.day, x.number });
                });

            migrationBuilder.CreateTable(
                name: "audit_queue",
                columns: table => new
                {
                    event_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_queue", x => x.event_id);
                });

            migrationBuilder.InsertData(
                table: "audit_days",
                columns: new[] { "day", "closed_at", "last_hash", "last_number" },
                values: new object[] { new DateOnly(2000, 1, 1), null, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 0 });

            migrationBuilder.CreateIndex(
                name: "ix_factor_budgets_failures",
                table: "factor_budgets",
                column: "failures",
                filter: "failures >= 20");

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_administrator_id_at",
                table: "audit_events",
                columns: new[] { "administrator_id", "at" },
                filter: "administrator_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_event_at",
                table: "audit_events",
                columns: new[] { "event", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_outcome_at",
                table: "audit_events",
                columns: new[] { "outcome", "at" },
                filter: "outcome <> 0");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_role",
                table: "accounts",
                column: "role",
                filter: "role <> 0");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_traits_created_at",
                table: "accounts",
                columns: new[] { "traits", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_traits_email",
                table: "accounts",
                columns: new[] { "traits", "email" })
                .Annotation("Relational:Collation", new[] { null, "C" });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_traits_phone_reversed",
                table: "accounts",
                columns: new[] { "traits", "phone_reversed" },
                filter: "phone_reversed IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_links_event_id",
                table: "audit_links",
                column: "event_id",
                unique: true);

            migrationBuilder.AdoptAuditEvents();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_days");

            migrationBuilder.DropTable(
                name: "audit_links");

            migrationBuilder.DropTable(
                name: "audit_queue");

            migrationBuilder.DropIndex(
                name: "ix_factor_budgets_failures",
                table: "factor_budgets");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_administrator_id_at",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_event_at",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_outcome_at",
                table: "audit_events");

            migrationBuilder.DropIndex(
                name: "ix_accounts_role",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_traits_created_at",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_traits_email",
                table: "accounts");

            migrationBuilder.DropIndex(
                name: "ix_accounts_traits_phone_reversed",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "phone_reversed",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "traits",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "administrator_id",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "network",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "origin",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "outcome",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "factor_required_from",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "factors_reset_at",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "must_enroll",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "role",
                table: "accounts");
        }
    }
}
