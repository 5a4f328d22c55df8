namespace CleanAuth.Domain.Paging;

/// <summary>
/// Writes where a list goes on as a text that only this service can make, good for that list, filter and caller alone
/// (security-requirements section 10). The seam to the key.
/// </summary>
public interface IPageCursors
{
    /// <summary>Characters of a cursor.</summary>
    const int Length = 64;

    string Write(PagedList list, PagePosition last);

    /// <summary>Null for a text that this service did not write for that list, or wrote with a master key that is gone.</summary>
    PagePosition? Read(PagedList list, string cursor);
}
