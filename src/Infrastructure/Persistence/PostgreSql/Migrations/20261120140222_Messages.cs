using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CleanAuth.Infrastructure.Persistence.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Messages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "call_id",
                table: "outbox_messages",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "channel",
                table: "outbox_messages",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "price_micros",
                table: "outbox_messages",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "voice",
                table: "outbox_messages",
                type: "character varying(5)",
                maxLength: 5,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "early_reports",
                columns: table => new
                {
                    provider_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    delivery = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    micros = table.Column<long>(type: "bigint", nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_early_reports", x => new { x.provider_id, x.sequence, x.delivery });
                });

            migrationBuilder.CreateTable(
                name: "gateway_nonces",
                columns: table => new
                {
                    nonce = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    content = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gateway_nonces", x => x.nonce);
                });

            migrationBuilder.CreateTable(
                name: "sms_switch",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    is_off = table.Column<bool>(type: "boolean", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sms_switch", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "spend_counters",
                columns: table => new
                {
                    kind = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    window_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false),
                    verified = table.Column<long>(type: "bigint", nullable: false),
                    delivered = table.Column<long>(type: "bigint", nullable: false),
                    micros = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_spend_counters", x => new { x.kind, x.key, x.window_start });
                });

            migrationBuilder.InsertData(
                table: "sms_switch",
                columns: new[] { "id", "changed_at", "is_off" },
                values: new object[] { 1, new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), false });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_expires_at",
                table: "outbox_messages",
                column: "expires_at",
                filter: "protected_text IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_phone_state",
                table: "outbox_messages",
                columns: new[] { "phone", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_provider_id",
                table: "outbox_messages",
                column: "provider_id");

            migrationBuilder.CreateIndex(
                name: "ix_early_reports_received_at",
                table: "early_reports",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_gateway_nonces_seen_at",
                table: "gateway_nonces",
                column: "seen_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "early_reports");

            migrationBuilder.DropTable(
                name: "gateway_nonces");

            migrationBuilder.DropTable(
                name: "sms_switch");

            migrationBuilder.DropTable(
                name: "spend_counters");

            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_expires_at",
                table: "outbox_messages");

            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_phone_state",
                table: "outbox_messages");

            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_provider_id",
                table: "outbox_messages");

            migrationBuilder.DropColumn(
                name: "call_id",
                table: "outbox_messages");

            migrationBuilder.DropColumn(
                name: "channel",
                table: "outbox_messages");

            migrationBuilder.DropColumn(
                name: "price_micros",
                table: "outbox_messages");

            migrationBuilder.DropColumn(
                name: "voice",
                table: "outbox_messages");
        }
    }
}
