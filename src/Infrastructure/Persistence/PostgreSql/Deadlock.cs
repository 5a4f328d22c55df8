using Npgsql;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

internal static class Deadlock
{
    /// <summary>True when a write was given up because two transactions waited for each other. What passes by itself is wrapped once more on its way.</summary>
    internal static bool Caused(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected })
            {
                return true;
            }
        }

        return false;
    }
}
