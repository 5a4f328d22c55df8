using System.ComponentModel.DataAnnotations;

namespace CleanAuth.Infrastructure.Passwords;

internal sealed class CommonPasswordsOptions
{
    internal const string Section = "Passwords";

    /// <summary>A file as <see cref="CommonPasswordFile"/> reads it. A relative path begins beside the binaries, where the list that is shipped lies.</summary>
    [Required]
    public string CommonListFile { get; init; } = "common-passwords.txt";

    internal string Path => System.IO.Path.Combine(AppContext.BaseDirectory, CommonListFile);
}
