using System.Data.Common;

namespace CleanAuth.Infrastructure.Persistence;

/// <summary>Tells a request that lost against the deletion of its account from a bug.</summary>
public static class GoneAccount
{
    private const string ForeignKeyViolation = "23503";

    /// <summary>True when a row refers to another that is not there. Every foreign key here leads to an account, or to a session that goes with it.</summary>
    public static bool Caused(Exception failure) => (failure as DbException ?? failure.InnerException as DbException)?.SqlState == ForeignKeyViolation;
}
