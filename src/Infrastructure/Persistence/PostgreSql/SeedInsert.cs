using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

/// <param name="Name">In the address of each account of this run.</param>
/// <param name="Count">Of the whole run.</param>
/// <param name="FirstNumber">The telephone numbers of the run follow each other from here.</param>
internal sealed record SeedRun(string Name, int Count, long FirstNumber, string PasswordHash, DateTimeOffset Now)
{
    public override string ToString() => Name;
}

internal static class SeedInsert
{
    private static readonly string[] s_firstNames =
    [
        "ada", "alan", "amina", "anna", "anton", "ben", "carla", "chen", "dana", "david", "elena", "emil", "fatima", "felix", "grace", "hans", "ines", "ivan", "jana", "john",
        "julia", "kemal", "laura", "lena", "li", "lucas", "maria", "marie", "max", "mei", "nina", "noah", "olga", "omar", "paul", "rosa", "sara", "tim", "vera", "yuki",
    ];

    private static readonly string[] s_lastNames =
    [
        "adams", "bauer", "becker", "brown", "chen", "costa", "davis", "evans", "fischer", "garcia", "green", "haas", "ito", "jones", "kaya", "keller", "klein", "kumar", "lang",
        "lee", "lopez", "maier", "martin", "moreau", "nguyen", "novak", "okafor", "patel", "petrov", "rossi", "santos", "schmidt", "silva", "smith", "tanaka", "vogel", "wagner",
        "weber", "wong", "young",
    ];

    private static readonly string[] s_domains = ["example.com", "example.net", "example.org"];

    /// <summary>Behind those of earlier runs; reads the whole table.</summary>
    internal static async Task<long> FirstFreeSeedNumberAsync(this AuthDbContext db) =>
        await db.Database.SqlQuery<long>($"SELECT coalesce(max(substr(phone_number, 4)::bigint), 0) + 1 AS \"Value\" FROM accounts WHERE phone_number LIKE '+10%'").SingleAsync();

    /// <summary>
    /// Adds the accounts <paramref name="first"/> to <paramref name="last"/> of a run: 60 of 100 with a number, 15 with codes by SMS, 20 with an app (but no
    /// secret of it), 10 with a demand, 2 disabled; one of 50,000 administers. Of those with a factor 3 of 1000 have it suspended, and 30 had some failures.
    /// </summary>
    internal static Task<int> AddSeedAsync(this AuthDbContext db, SeedRun run, int first, int last) =>
        db.Database.ExecuteSqlAsync($"""
            WITH people AS (
                SELECT n, {run.Now} - interval '8 years' * (1 - sqrt(n::float8 / {run.Count})) AS born,
                    ({s_firstNames})[1 + floor(random() * {s_firstNames.Length})::int] AS given, ({s_lastNames})[1 + floor(random() * {s_lastNames.Length})::int] AS family,
                    ({s_domains})[1 + floor(random() * {s_domains.Length})::int] AS domain, random() AS phone, random() AS sms, random() AS totp, random() AS demand, random() AS shut
                FROM generate_series({first}, {last}) AS n
            ), made AS (
                INSERT INTO accounts (id, email, display_name, phone_number, password_hash, security_stamp, concurrency_stamp, created_at, password_changed_at, disabled_at,
                    sms_factor_enabled, totp_factor_enabled, role, factor_required_from, must_enroll)
                SELECT (lpad(to_hex((extract(epoch FROM born) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid,
                    given || '.' || family || '.' || {run.Name} || '.' || n || '@' || domain, initcap(given || ' ' || family),
                    CASE WHEN phone < 0.6 THEN '+10' || lpad(({run.FirstNumber} + n - 1)::text, 9, '0') END, {run.PasswordHash}, md5(random()::text), gen_random_uuid()::text, born, born,
                    CASE WHEN shut < 0.02 THEN {run.Now} END, phone < 0.6 AND sms < 0.25, totp < 0.2, CASE WHEN n % 50000 = 0 THEN 1 ELSE 0 END, CASE WHEN demand < 0.1 THEN {run.Now} END, false
                FROM people
                RETURNING id, sms_factor_enabled, totp_factor_enabled
            )
            INSERT INTO factor_budgets (account_id, factor, failures)
            SELECT id, CASE WHEN totp_factor_enabled THEN 2 ELSE 1 END, CASE WHEN luck < 0.003 THEN 100 ELSE 1 + floor(luck * 250)::int END
            FROM (SELECT *, random() AS luck FROM made WHERE sms_factor_enabled OR totp_factor_enabled) AS tried WHERE luck < 0.033
            """);
}
