using CleanAuth.Domain.Sms;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

/// <summary>Inserts that may find their row there already: the row count is the answer, and the transaction around them lives on.</summary>
internal static class WebhookInserts
{
    /// <summary>True for exactly one caller; others wait for that one's transaction.</summary>
    internal static async Task<bool> AddNonceAsync(this AuthDbContext db, SignedCall call, DateTimeOffset now, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO gateway_nonces (nonce, content, seen_at) VALUES ({call.Nonce}, {call.Content}, {now}) ON CONFLICT (nonce) DO NOTHING
            """, ct) == 1;

    /// <summary>False when the same report waits already, or when <paramref name="most"/> do.</summary>
    internal static async Task<bool> AddEarlyReportAsync(this AuthDbContext db, DeliveryReport report, int most, DateTimeOffset now, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO early_reports (provider_id, sequence, delivery, reason, micros, received_at)
            SELECT {report.ProviderId}, {report.Sequence}, {report.Delivery}, {report.Reason}, {report.Cost?.Micros}, {now}
            WHERE (SELECT count(*) FROM (SELECT FROM early_reports LIMIT {most}) waiting) < {most}
            ON CONFLICT (provider_id, sequence, delivery) DO NOTHING
            """, ct) == 1;
}
