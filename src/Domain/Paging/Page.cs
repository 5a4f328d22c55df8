using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Paging;

/// <summary>A place in a list that is sorted by time, newest first; the id decides between two of one moment.</summary>
public readonly record struct PagePosition(DateTimeOffset At, Guid Id)
{
    /// <summary>What a list that is sorted by a text goes by instead, such as an e-mail address: up to <see cref="MaxKey"/> ASCII characters without U+0000; null otherwise.</summary>
    public string? Key { get; init; }

    public const int MaxKey = EmailAddress.MaxLength;

    public override string ToString() => nameof(PagePosition);
}

/// <summary>What a cursor is bound to.</summary>
/// <param name="Name">One for each kind of list, in lower case.</param>
/// <param name="Caller">Who asks.</param>
public sealed record PagedList(string Name, AccountId Caller)
{
    /// <summary>What the list is narrowed to, in one spelling for one meaning; empty for all of it. It is sealed, not stored: no length of it shows in the cursor.</summary>
    public string Filter { get; init; } = "";

    public override string ToString() => Name;
}

/// <summary>Which part of a list is asked for.</summary>
/// <param name="After">The last item of the page before; null for the first page.</param>
/// <param name="Size">1 to <see cref="MaxSize"/>.</param>
public sealed record PageRequest(PagePosition? After, int Size)
{
    public const int MaxSize = 100;

    public const int DefaultSize = 50;
}

/// <param name="Last">Where the next page begins; null when there is none.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, PagePosition? Last)
{
    /// <param name="oneMore">Up to one item more than the page holds: with it there is a next page.</param>
    public static Page<T> Of(IReadOnlyList<T> oneMore, PageRequest asked, Func<T, PagePosition> positionOf) =>
        oneMore.Count > asked.Size ? new Page<T>([.. oneMore.Take(asked.Size)], positionOf(oneMore[asked.Size - 1])) : new Page<T>(oneMore, Last: null);
}
