using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Paging;
using FluentValidation;

namespace CleanAuth.Application.Paging;

/// <summary>What every list takes and how it refuses (decisions 17).</summary>
public static class PageRules
{
    private const string Invalid = "cursor_invalid";
    private const string InvalidWords = "must be the nextCursor of this list, with the same filter, as it was given";

    public static IRuleBuilderOptions<T, int?> IsPageSize<T>(this IRuleBuilder<T, int?> rule) =>
        rule.InclusiveBetween(1, PageRequest.MaxSize).WithErrorCode("limit_out_of_range").WithMessage($"must be 1 to {PageRequest.MaxSize}");

    /// <summary>For a cursor in a body; whether this service wrote it is seen when it is read.</summary>
    public static IRuleBuilderOptions<T, string?> IsCursor<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Length(IPageCursors.Length, IPageCursors.MaxLength).WithErrorCode(Invalid).WithMessage(InvalidWords);

    /// <summary>The page that is asked for; <c>validation_failed</c> for a cursor that is not of this list.</summary>
    public static Result<PageRequest> Ask(this IPageCursors cursors, PagedList list, string? cursor, int? limit)
    {
        var size = limit ?? PageRequest.DefaultSize;
        if (cursor is null)
        {
            return new PageRequest(After: null, size);
        }

        return cursors.Read(list, cursor) is { } after ? new PageRequest(after, size) : CursorInvalid();
    }

    /// <summary>What <c>nextCursor</c> says.</summary>
    public static string? Next<T>(this IPageCursors cursors, PagedList list, Page<T> page) => page.Last is { } last ? cursors.Write(list, last) : null;

    private static Error CursorInvalid() =>
        ValidationErrors.Of(new Dictionary<string, MemberError[]> { ["cursor"] = [new MemberError(Invalid, InvalidWords)] });
}
