using CleanAuth.Domain;
using Microsoft.AspNetCore.Mvc;

namespace CleanAuth.WebApi.Errors;

/// <summary>Turns the outcome of a use case into an answer; controllers write no status codes.</summary>
internal static class ResultExtensions
{
    internal static ActionResult<T> ToOk<T>(this Result<T> result)
        where T : notnull => result.To(StatusCodes.Status200OK);

    internal static ActionResult<T> ToCreated<T>(this Result<T> result)
        where T : notnull => result.To(StatusCodes.Status201Created);

    internal static ActionResult<T> ToAccepted<T>(this Result<T> result)
        where T : notnull => result.To(StatusCodes.Status202Accepted);

    /// <summary>200, where the body depends on the caller's token.</summary>
    internal static ActionResult ToAnswer<T>(this Result<T> result)
        where T : notnull => result.To(StatusCodes.Status200OK).Result!;

    internal static ActionResult ToNoContent(this Result<Done> result) =>
        result.IsSuccess ? new NoContentResult() : new ProblemResult(result.Error);

    /// <summary>200 without a body, for a machine that reads nothing but the status.</summary>
    internal static ActionResult ToEmpty(this Result<Done> result) =>
        result.IsSuccess ? new OkResult() : new ProblemResult(result.Error);

    private static ActionResult<T> To<T>(this Result<T> result, int status)
        where T : notnull => result.IsSuccess ? new ObjectResult(result.Value) { StatusCode = status } : new ProblemResult(result.Error);

    private sealed class ProblemResult(Error error) : ActionResult
    {
        public override Task ExecuteResultAsync(ActionContext context) => ProblemWriter.WriteAsync(context.HttpContext, error);
    }
}
