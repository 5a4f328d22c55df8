using Npgsql;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

internal static class Deadlock
{
    /// <summary>True when a write was given up because two transactions waited for each other.</summary>
    internal static bool Caused(Exception failure) =>
        (failure as PostgresException ?? failure.InnerException as PostgresException)?.SqlState == PostgresErrorCodes.DeadlockDetected;
}
