namespace CleanAuth.Domain.Paging;

/// <summary>
/// Writes where a list goes on as a text that only this service can make, good for that list, filter and caller alone
/// (security-requirements section 10). The seam to the key.
/// </summary>
public interface IPageCursors
{
    /// <summary>Characters of a cursor of a list that is sorted by time.</summary>
    const int Length = 64;

    /// <summary>Bytes that make a key of a position unreadable in the cursor.</summary>
    const int KeyOverhead = 24;

    /// <summary>Characters of the longest one: with a key it is four longer for each three bytes of the key and its overhead.</summary>
    const int MaxLength = Length + (4 * ((KeyOverhead + PagePosition.MaxKey + 2) / 3));

    string Write(PagedList list, PagePosition last);

    /// <summary>Null for a text that this service did not write for that list, or wrote with a master key that is gone.</summary>
    PagePosition? Read(PagedList list, string cursor);
}
