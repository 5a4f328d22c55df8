using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanAuth.Infrastructure.Sessions.Caching;

/// <summary>
/// Makes the cache forget whatever this node changes, by looking at each command: a new way to end a session or to disable an account needs to know
/// nothing of it. Every id among the command's parameters is forgotten; a change that names none forgets everything. It happens when the connection
/// is given back, which is after the commit and before the answer, and also when nobody can say whether the commit arrived. One for each context.
/// </summary>
internal sealed partial class SessionChanges(SessionCache cache) : IDbCommandInterceptor, IDbConnectionInterceptor
{
    private readonly HashSet<Guid> _ids = [];
    private bool _all;

    public DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        if (IsChange(result.CommandText))
        {
            List<Guid> ids = [.. result.Parameters.Cast<DbParameter>().SelectMany(IdsIn)];
            _ids.UnionWith(ids);
            _all |= ids.Count == 0;
        }

        return result;
    }

    public void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => Flush();

    public Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        Flush();
        return Task.CompletedTask;
    }

    private static bool IsChange(string command) => !command.StartsWith("SELECT", StringComparison.Ordinal) && Change().IsMatch(command) && Table().IsMatch(command);

    private static IEnumerable<Guid> IdsIn(DbParameter parameter) => parameter.Value switch
    {
        Guid id => [id],
        IEnumerable<Guid> ids => ids,
        _ => [],
    };

    private void Flush()
    {
        if (_all)
        {
            cache.ForgetAll();
        }
        else if (_ids.Count > 0)
        {
            cache.Forget(_ids);
        }

        _ids.Clear();
        _all = false;
    }

    [GeneratedRegex(@"\b(?:UPDATE|DELETE)\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Change();

    [GeneratedRegex(@"\b(?:sessions|accounts)\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Table();
}
