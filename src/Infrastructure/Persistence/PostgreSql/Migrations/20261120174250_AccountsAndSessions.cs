using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CleanAuth.Infrastructure.Persistence.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class AccountsAndSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "signs_from",
                table: "signing_keys",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "withdrawn_at",
                table: "signing_keys",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "device",
                table: "sessions",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Unknown device");

            migrationBuilder.AddColumn<string>(
                name: "network",
                table: "sessions",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "account_id",
                table: "outbox_messages",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_last",
                table: "outbox_messages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "barred_factor",
                table: "accounts",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "barred_until",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "login_after_failures_told_at",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "phone_changed_at",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "activity",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    @event = table.Column<int>(name: "event", type: "integer", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    network = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_activity", x => x.id);
                    table.ForeignKey(
                        name: "fk_activity_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "job_leases",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    holder = table.Column<Guid>(type: "uuid", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_leases", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "known_sources",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    last_login_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_sources", x => new { x.account_id, x.source_key });
                    table.ForeignKey(
                        name: "fk_known_sources_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "password_budgets",
                columns: table => new
                {
                    name_key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    source_key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_failure_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    refusal_noted = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_password_budgets", x => new { x.name_key, x.source_key });
                });

            migrationBuilder.CreateTable(
                name: "reset_budgets",
                columns: table => new
                {
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    proof = table.Column<int>(type: "integer", nullable: false),
                    is_known_source = table.Column<bool>(type: "boolean", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_failure_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reset_budgets", x => new { x.subject, x.proof, x.is_known_source });
                });

            migrationBuilder.CreateTable(
                name: "reset_tokens",
                columns: table => new
                {
                    token_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    spent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reset_tokens", x => x.token_hash);
                    table.ForeignKey(
                        name: "fk_reset_tokens_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "job_leases",
                columns: new[] { "name", "holder", "until" },
                values: new object[] { "clean-up", new Guid("00000000-0000-0000-0000-000000000000"), new DateTimeOffset(new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)) });

            migrationBuilder.CreateIndex(
                name: "ix_spend_counters_kind_window_start",
                table: "spend_counters",
                columns: new[] { "kind", "window_start" });

            migrationBuilder.CreateIndex(
                name: "ix_sessions_ended_at",
                table: "sessions",
                column: "ended_at",
                filter: "ended_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_ends_at",
                table: "sessions",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "ix_refresh_tokens_expires_at",
                table: "refresh_tokens",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_phone_proofs_account_id",
                table: "phone_proofs",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_phone_proofs_created_at",
                table: "phone_proofs",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_phone_proofs_phone",
                table: "phone_proofs",
                column: "phone");

            migrationBuilder.CreateIndex(
                name: "ix_pending_logins_expires_at",
                table: "pending_logins",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_pending_authenticators_expires_at",
                table: "pending_authenticators",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_account_id",
                table: "outbox_messages",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_created_at",
                table: "outbox_messages",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_otp_sends_sent_at",
                table: "otp_sends",
                column: "sent_at");

            migrationBuilder.CreateIndex(
                name: "ix_otp_challenges_spent",
                table: "otp_challenges",
                column: "created_at",
                filter: "spent_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_otp_challenges_unspent",
                table: "otp_challenges",
                column: "created_at",
                filter: "spent_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_enrollments_expires_at",
                table: "enrollments",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_events_at",
                table: "audit_events",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_activity_account_id_at_id",
                table: "activity",
                columns: new[] { "account_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_activity_at",
                table: "activity",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_known_sources_last_login_at",
                table: "known_sources",
                column: "last_login_at");

            migrationBuilder.CreateIndex(
                name: "ix_password_budgets_last_failure_at",
                table: "password_budgets",
                column: "last_failure_at");

            migrationBuilder.CreateIndex(
                name: "ix_reset_budgets_last_failure_at",
                table: "reset_budgets",
                column: "last_failure_at");

            migrationBuilder.CreateIndex(
                name: "ix_reset_tokens_account_id",
                table: "reset_tokens",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_reset_tokens_expires_at",
                table: "reset_tokens",
                column: "expires_at");

            migrationBuilder.AddForeignKey(
                name: "fk_outbox_messages_accounts_account_id",
                table: "outbox_messages",
                column: "account_id",
                principalTable: "accounts",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_phone_proofs_accounts_account_id",
                table: "phone_proofs",
                column: "account_id",
                principalTable: "accounts",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_outbox_messages_accounts_account_id",
                table: "outbox_messages");

            migrationBuilder.DropForeignKey(
                name: "fk_phone_proofs_accounts_account_id",
                table: "phone_proofs");

            migrationBuilder.DropTable(
                name: "activity");

            migrationBuilder.DropTable(
                name: "job_leases");

            migrationBuilder.DropTable(
                name: "known_sources");

            migrationBuilder.DropTable(
                name: "password_budgets");

            migrationBuilder.DropTable(
                name: "reset_budgets");

            migrationBuilder.DropTable(
                name: "reset_tokens");

            migrationBuilder.DropIndex(
                name: "ix_spend_counters_kind_window_start",
                table: "spend_counters");

            migrationBuilder.DropIndex(
                name: "ix_sessions_ended_at",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_sessions_ends_at",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "ix_refresh_tokens_expires_at",
                table: "refresh_tokens");

            migrationBuilder.DropIndex(
                name: "ix_phone_proofs_account_id",
                table: "phone_proofs");

            migrationBuilder.DropIndex(
                name: "ix_phone_proofs_created_at",
                table: "phone_proofs");

            migrationBuilder.DropIndex(
                name: "ix_phone_proofs_phone",
                table: "phone_proofs");

            migrationBuilder.DropIndex(
                name: "ix_pending_logins_expires_at",
                table: "pending_logins");

            migrationBuilder.DropIndex(
                name: "ix_pending_authenticators_expires_at",
                table: "pending_authenticators");

            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_account_id",
                table: "outbox_messages");

            migrationBuilder.DropIndex(
                name: "ix_outbox_messages_created_at",
                table: "outbox_messages");

            migrationBuilder.DropIndex(
                name: "ix_otp_sends_sent_at",
                table: "otp_sends");

            migrationBuilder.DropIndex(
                name: "ix_otp_challenges_spent",
                table: "otp_challenges");

            migrationBuilder.DropIndex(
                name: "ix_otp_challenges_unspent",
                table: "otp_challenges");

            migrationBuilder.DropIndex(
                name: "ix_enrollments_expires_at",
                table: "enrollments");

            migrationBuilder.DropIndex(
                name: "ix_audit_events_at",
                table: "audit_events");

            migrationBuilder.DropColumn(
                name: "signs_from",
                table: "signing_keys");

            migrationBuilder.DropColumn(
                name: "withdrawn_at",
                table: "signing_keys");

            migrationBuilder.DropColumn(
                name: "device",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "network",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "account_id",
                table: "outbox_messages");

            migrationBuilder.DropColumn(
                name: "is_last",
                table: "outbox_messages");

            migrationBuilder.DropColumn(
                name: "barred_factor",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "barred_until",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "login_after_failures_told_at",
                table: "accounts");

            migrationBuilder.DropColumn(
                name: "phone_changed_at",
                table: "accounts");
        }
    }
}
