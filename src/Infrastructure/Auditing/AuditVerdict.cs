namespace CleanAuth.Infrastructure.Auditing;

/// <summary>What a walk through the chain came to.</summary>
internal sealed class AuditVerdict(byte[]? head, Func<string, Task> tell)
{
    internal int Findings { get; private set; }

    internal long Events { get; private set; }

    internal int Days { get; private set; }

    /// <summary>Days whose events are purged, and whose last hash is kept.</summary>
    internal int Purged { get; set; }

    /// <summary>Events that are not linked yet.</summary>
    internal int Waiting { get; set; }

    internal AuditDayRow? Head { get; set; }

    /// <summary>True when no head was asked for, too.</summary>
    internal bool SawHead { get; private set; } = head is null;

    internal void Saw(byte[] hash) => SawHead |= hash.AsSpan().SequenceEqual(head);

    internal Task FindAsync(string what)
    {
        Findings++;
        return tell($"FOUND {what}");
    }

    internal Task TellDayAsync(AuditDayRow day, int count)
    {
        (Days, Events) = (Days + 1, Events + count);
        return tell(FormattableString.Invariant($"{day.Day:yyyy-MM-dd} {count} events"));
    }
}
