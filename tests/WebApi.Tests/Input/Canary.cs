namespace CleanAuth.WebApi.Tests.Input;

/// <summary>A word in everything that is sent, so that an answer which repeats any of it is found.</summary>
internal static class Canary
{
    internal const string Text = "kanarienvogel";
}
