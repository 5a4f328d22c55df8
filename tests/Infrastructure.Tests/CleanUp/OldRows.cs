using CleanAuth.Infrastructure.CleanUp;
using CleanAuth.TestKit;

namespace CleanAuth.Infrastructure.Tests.CleanUp;

/// <summary>A kind of row that a step removes, its limit as the requirements have it, and how to make rows of an age.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Limit">Section 17 of the security requirements, or docs/operations.md.</param>
/// <param name="Insert">Inserts one row for each of <c>generate_series(1, {count})</c> whose time is <c>{at}</c>.</param>
internal sealed record OldRows(string Step, TimeSpan Limit, string Table, string Insert)
{
    private const string Account = "(SELECT id FROM accounts LIMIT 1)";
    private const string Session = "(SELECT id FROM sessions WHERE methods = 'live')";

    internal static readonly OldRows[] All =
    [
        new("outbox_messages", TimeSpan.FromHours(24), "outbox_messages", """
            INSERT INTO outbox_messages (id, channel, phone, state, attempts, price_micros, created_at, due_at, expires_at, finished_at)
            SELECT gen_random_uuid(), 1, '+447700900123', 3, 1, 0, {at}, {at}, {at}, {at} FROM generate_series(1, {count})
            """),
        new("otp_challenges_unproved", TimeSpan.FromHours(24), "otp_challenges", Challenge("NULL")),
        new("otp_challenges", TimeSpan.FromDays(30), "otp_challenges", Challenge("{at}")),
        new("phone_proofs", TimeSpan.FromHours(24), "phone_proofs",
            "INSERT INTO phone_proofs (token_hash, phone, created_at, expires_at) SELECT decode(md5(random()::text), 'hex'), '+447700900123', {at}, {at} FROM generate_series(1, {count})"),
        new("otp_sends", TimeSpan.FromDays(30), "otp_sends",
            "INSERT INTO otp_sends (number_key, lane, sequence, sent_at) SELECT decode(md5(random()::text), 'hex'), 1, n, {at} FROM generate_series(1, {count}) n"),
        .. new[] { 1, 2, 3, 4 }.Select(kind => new OldRows("spend_counters", TimeSpan.FromDays(30), "spend_counters", Counter(kind))),
        .. new[] { 5, 6, 7 }.Select(kind => new OldRows("spend_counters_usage", TimeSpan.FromDays(400), "spend_counters", Counter(kind))),
        new("pending_logins", TimeSpan.FromHours(24), "pending_logins",
            $"INSERT INTO pending_logins (id, account_id, started_at, expires_at, tries) SELECT gen_random_uuid(), {Account}, {{at}}, {{at}}, 0 FROM generate_series(1, {{count}})"),
        new("enrollments", TimeSpan.FromHours(24), "enrollments",
            $"INSERT INTO enrollments (id, account_id, started_at, expires_at) SELECT gen_random_uuid(), {Account}, {{at}}, {{at}} FROM generate_series(1, {{count}})"),
        new("pending_authenticators", TimeSpan.FromHours(24), "pending_authenticators", """
            WITH owners AS (INSERT INTO accounts (id, email, password_hash, created_at, password_changed_at, sms_factor_enabled, totp_factor_enabled)
                SELECT gen_random_uuid(), gen_random_uuid() || '@example.com', 'x', now(), now(), false, false FROM generate_series(1, {count}) RETURNING id)
            INSERT INTO pending_authenticators (account_id, setup_id, protected_secret, tries, expires_at) SELECT id, id, '\x00', 0, {at} FROM owners
            """),
        new("known_sources", TimeSpan.FromDays(30), "known_sources",
            $"INSERT INTO known_sources (account_id, source_key, last_login_at) SELECT {Account}, decode(md5(random()::text), 'hex'), {{at}} FROM generate_series(1, {{count}})"),
        new("password_budgets", TimeSpan.FromDays(30), "password_budgets", """
            INSERT INTO password_budgets (name_key, source_key, failures, last_failure_at, refusal_noted)
            SELECT decode(md5(random()::text), 'hex'), decode(md5(random()::text), 'hex'), 1, {at}, false FROM generate_series(1, {count})
            """),
        new("reset_budgets", TimeSpan.FromDays(30), "reset_budgets",
            "INSERT INTO reset_budgets (subject, proof, is_known_source, failures, last_failure_at) SELECT gen_random_uuid(), 1, false, 1, {at} FROM generate_series(1, {count})"),
        new("reset_tokens", TimeSpan.FromHours(24), "reset_tokens",
            $"INSERT INTO reset_tokens (token_hash, account_id, created_at, expires_at) SELECT decode(md5(random()::text), 'hex'), {Account}, {{at}}, {{at}} FROM generate_series(1, {{count}})"),
        new("activity", TimeSpan.FromDays(90), "activity",
            $"INSERT INTO activity (id, account_id, at, event) SELECT gen_random_uuid(), {Account}, {{at}}, 1 FROM generate_series(1, {{count}})"),
        new("refresh_tokens", TimeSpan.FromDays(14), "refresh_tokens", $$"""
            INSERT INTO refresh_tokens (token_hash, session_id, successor_key_id, issued_at, expires_at, spent_at)
            SELECT decode(md5(random()::text), 'hex'), {{Session}}, 'k1', {at}, {at}, CASE WHEN n % 2 = 0 THEN {at} END FROM generate_series(1, {count}) n
            """),
        new("refresh_tokens_of_ended_sessions", TimeSpan.FromDays(30), "refresh_tokens", $$"""
            WITH ended AS ({{Ended("{at}", "now() + interval '1 year'", "1")}} RETURNING id)
            INSERT INTO refresh_tokens (token_hash, session_id, successor_key_id, issued_at, expires_at)
            SELECT decode(md5(random()::text), 'hex'), ended.id, 'k1', {at}, now() + interval '1 year' FROM ended, generate_series(1, {count})
            """),
        new("sessions", TimeSpan.FromDays(30), "sessions", Ended("{at}", "now() + interval '1 year'", "{count}")),
        new("sessions", TimeSpan.FromDays(30), "sessions", Ended("NULL", "{at}", "{count}")),
    ];

    internal CleanUpStep Of => CleanUpStep.All.Single(step => step.Name == Step);

    /// <summary>An account, and a session that lives through everything.</summary>
    internal static Task ArrangeAsync(TestDatabase database) => database.ExecuteAsync("""
        INSERT INTO accounts (id, email, password_hash, created_at, password_changed_at, sms_factor_enabled, totp_factor_enabled)
            VALUES ('019ca9a5-0000-7000-8000-00000000000a', 'ann@example.com', 'x', now(), now(), false, false);
        INSERT INTO sessions (id, account_id, methods, created_at, authenticated_at, last_used_at, ends_at)
            VALUES ('019ca9a5-0000-7000-8000-00000000000b', '019ca9a5-0000-7000-8000-00000000000a', 'live', now(), now(), now(), now() + interval '10 years');
        """);

    internal Task AddAsync(TestDatabase database, DateTimeOffset at, int count = 1) =>
        database.ExecuteAsync(Insert.Replace("{at}", $"'{at:O}'::timestamptz", StringComparison.Ordinal).Replace("{count}", $"{count}", StringComparison.Ordinal));

    internal Task<long> CountAsync(TestDatabase database) =>
        database.ReadAsync<long>($"SELECT count(*) FROM {Table}{(Table == "sessions" ? " WHERE methods <> 'live'" : "")}");

    public override string ToString() => $"{Step}{(Insert.Contains("kind", StringComparison.Ordinal) ? Insert[^40..] : "")}";

    private static string Challenge(string spentAt) => $$"""
        INSERT INTO otp_challenges (id, purpose, phone, label, key_id, code_hash, created_at, expires_at, tries, spent_at)
        SELECT substr(md5(random()::text), 1, 22), 1, '+447700900123', 'K7', 'k1', '\x00', {at}, {at}, 0, {{spentAt}} FROM generate_series(1, {count})
        """;

    private static string Counter(int kind) => $$"""
        INSERT INTO spend_counters (key, kind, window_start, count, verified, delivered, micros)
        SELECT gen_random_uuid(), {{kind}}, {at}, 1, 0, 0, 0 FROM generate_series(1, {count})
        """;

    private static string Ended(string endedAt, string endsAt, string count) => $"""
        INSERT INTO sessions (id, account_id, methods, created_at, authenticated_at, last_used_at, ended_at, ends_at)
            SELECT gen_random_uuid(), {Account}, 'pwd', now(), now(), now(), {endedAt}, {endsAt} FROM generate_series(1, {count})
        """;
}
