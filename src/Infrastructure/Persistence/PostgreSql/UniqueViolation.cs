using Npgsql;

namespace CleanAuth.Infrastructure.Persistence.PostgreSql;

internal static class UniqueViolation
{
    /// <summary>The unique index or key that a write broke, or null when the failure is another one.</summary>
    internal static string? IndexOf(Exception failure) =>
        (failure as PostgresException ?? failure.InnerException as PostgresException) is { SqlState: PostgresErrorCodes.UniqueViolation } violation
            ? violation.ConstraintName
            : null;
}
