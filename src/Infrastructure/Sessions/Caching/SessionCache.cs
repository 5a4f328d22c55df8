using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Infrastructure.Sessions.Caching;

/// <summary>
/// What this node read about sessions within <see cref="SessionPolicy.CacheSeconds"/> (security-requirements D8). Only live ones are kept, and only until
/// this node changes a session or its account: <see cref="SessionChanges"/> sees every such change. A MemoryCache would neither know which sessions an
/// account has, nor refuse what was read before a change and arrives after it.
/// </summary>
internal sealed class SessionCache(SessionPolicy policy)
{
    /// <summary>About 20 MB. When it is full it begins anew: that costs each session one look-up.</summary>
    internal const int MaxSessions = 50_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Entry> _sessions = [];
    private readonly Dictionary<Guid, HashSet<Guid>> _sessionsOf = [];
    private long _changes;

    /// <summary>To be taken before a session is read, and given to <see cref="Keep"/>.</summary>
    internal long Changes
    {
        get
        {
            lock (_lock)
            {
                return _changes;
            }
        }
    }

    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Count;
            }
        }
    }

    internal LiveSession? Find(SessionId id, AccountId account, DateTimeOffset now)
    {
        lock (_lock)
        {
            return _sessions.TryGetValue(id.Value, out var entry) && entry.Live.Session.Account == account && IsYoung(entry, now) && entry.Live.Session.EndsAt > now ? entry.Live : null;
        }
    }

    /// <summary>Keeps what was read, unless anything has changed since <paramref name="changes"/>: then it may be older than the change.</summary>
    /// <param name="readAt">A moment before it was read.</param>
    internal void Keep(LiveSession live, DateTimeOffset readAt, long changes)
    {
        lock (_lock)
        {
            if (changes != _changes || policy.CacheSeconds == 0)
            {
                return;
            }

            if (_sessions.Count >= MaxSessions)
            {
                Clear();
            }

            var session = live.Session;
            _sessions[session.Id.Value] = new Entry(live, readAt);
            if (!_sessionsOf.TryGetValue(session.Account.Value, out var siblings))
            {
                _sessionsOf[session.Account.Value] = siblings = [];
            }

            siblings.Add(session.Id.Value);
        }
    }

    /// <summary>Forgets sessions by their own ids and those of their accounts; ids of other things do no harm. Call it when the change can be read.</summary>
    internal void Forget(IEnumerable<Guid> ids)
    {
        lock (_lock)
        {
            _changes++;
            foreach (var id in ids)
            {
                ForgetOne(id);
                if (_sessionsOf.Remove(id, out var sessions))
                {
                    foreach (var session in sessions)
                    {
                        _sessions.Remove(session);
                    }
                }
            }
        }
    }

    internal void ForgetAll()
    {
        lock (_lock)
        {
            _changes++;
            Clear();
        }
    }

    private void ForgetOne(Guid session)
    {
        if (_sessions.Remove(session, out var entry) && _sessionsOf.TryGetValue(entry.Live.Session.Account.Value, out var siblings) && siblings.Remove(session) && siblings.Count == 0)
        {
            _sessionsOf.Remove(entry.Live.Session.Account.Value);
        }
    }

    private void Clear()
    {
        _sessions.Clear();
        _sessionsOf.Clear();
    }

    // A clock that was set back makes nothing younger than it is.
    private bool IsYoung(Entry entry, DateTimeOffset now) => now >= entry.ReadAt && now - entry.ReadAt < policy.Cache;

    private sealed record Entry(LiveSession Live, DateTimeOffset ReadAt);
}
