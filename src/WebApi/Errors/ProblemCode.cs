namespace CleanAuth.WebApi.Errors;

/// <summary>One entry of the problem catalogue.</summary>
/// <param name="Code">Stable, snake_case; the last part of the problem's type.</param>
/// <param name="Status">The HTTP status that it always comes with.</param>
/// <param name="Title">A few words; the same in every answer.</param>
/// <param name="Text">What it means and what a client does about it; the text of its page.</param>
internal sealed record ProblemCode(string Code, int Status, string Title, string Text);
