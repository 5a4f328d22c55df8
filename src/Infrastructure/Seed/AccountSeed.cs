using System.Globalization;
using System.Security.Cryptography;
using CleanAuth.Infrastructure.Accounts;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CleanAuth.Infrastructure.Seed;

/// <summary>
/// The command that fills the database of a developer with accounts of nobody, to see how lists and searches do. Their password is not known to anybody, their
/// addresses are of the domains for examples (RFC 2606), and their numbers begin with +10: no area code of the North American plan begins with 0.
/// </summary>
public static class AccountSeed
{
    private const int Most = 10_000_000;
    private const int BatchRows = 20_000;

    /// <summary>Adds as many accounts as the only argument says; 0 when it did. Runs in Development only, and removes nothing.</summary>
    public static async Task<int> RunAsync(IConfiguration configuration, IHostEnvironment environment, TimeProvider time, string[] args, TextWriter output)
    {
        if (!environment.IsDevelopment())
        {
            await output.WriteLineAsync("seed-accounts makes accounts of nobody and runs in Development only.");
            return 1;
        }

        if (args is not [var text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > Most)
        {
            await output.WriteLineAsync($"Usage: seed-accounts N, where N is 1 to {Most} accounts");
            return 1;
        }

        await AddAsync(DatabaseOptions.ConnectionString(configuration, "Default"), count, time.GetUtcNow());
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} accounts added."));
        return 0;
    }

    /// <summary>Adds accounts that are up to eight years old at <paramref name="now"/>, which also keeps the addresses of two runs apart.</summary>
    internal static async Task AddAsync(string connection, int count, DateTimeOffset now)
    {
        await using var db = new PostgresAuthDbContext(new DbContextOptionsBuilder<PostgresAuthDbContext>().UseNpgsql(connection).Options);
        var run = new SeedRun(string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeSeconds():x}"), count, await db.FirstFreeSeedNumberAsync(), PasswordOfNobody(), now);
        for (var first = 1; first <= count; first += BatchRows)
        {
            await db.AddSeedAsync(run, first, Math.Min(count, first + BatchRows - 1));
        }
    }

    private static string PasswordOfNobody() => new PasswordHasher<AppUser>().HashPassword(new AppUser(), RandomNumberGenerator.GetHexString(64));
}
