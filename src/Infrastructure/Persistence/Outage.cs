using System.Data.Common;
using System.Net.Sockets;

namespace CleanAuth.Infrastructure.Persistence;

/// <summary>Tells an outage of the database from a bug.</summary>
public static class Outage
{
    /// <summary>True when the failure, or what caused it, is a lost, refused or exhausted connection to the database.</summary>
    public static bool Caused(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException { IsTransient: true } or SocketException || (cause is DbException { SqlState: { } state } && IsConnectionState(state)))
            {
                return true;
            }
        }

        return false;
    }

    // SQLSTATE class 08: connection exception; 57P: the server shuts down, crashes or starts; 53: no resources; 25006: a standby that only reads.
    private static bool IsConnectionState(string state) =>
        state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) || state.StartsWith("53", StringComparison.Ordinal) || state == "25006";
}
