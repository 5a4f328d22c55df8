using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Security;

/// <summary>The one secret that is not in the database; it wraps every key that is (security-requirements D10).</summary>
internal sealed class MasterKeyOptions
{
    internal const string Section = "Security";

    /// <summary><c>id:base64</c>: an id of 1 to 64 of A-Z, a-z, 0-9, _ and -, and 32 random bytes.</summary>
    public string MasterKey { get; init; } = "";

    /// <summary>
    /// More keys of that form, which open what they made and make nothing new: those that were replaced. Nodes that are changed one after
    /// another must all list the next key here before the first of them uses it.
    /// </summary>
    public string[] PreviousMasterKeys { get; init; } = [];
}

/// <summary>Stops the host at its start with one sentence that names the setting and never its value.</summary>
internal sealed class MasterKeyValidator : IValidateOptions<MasterKeyOptions>
{
    private const string Setting = "Security:MasterKey";

    public ValidateOptionsResult Validate(string? name, MasterKeyOptions options)
    {
        if (options.MasterKey is not { Length: > 0 } current)
        {
            return ValidateOptionsResult.Fail($"{Setting} is missing: set it to k1: and the output of `openssl rand -base64 32` (environment variable Security__MasterKey).");
        }

        if (!MasterKey.TryParse(current, out var key, out var fault))
        {
            return ValidateOptionsResult.Fail($"{Setting} {fault}");
        }

        var ids = new HashSet<string> { key.Id };
        for (var i = 0; i < options.PreviousMasterKeys.Length; i++)
        {
            var setting = $"Security:PreviousMasterKeys:{i}";
            if (!MasterKey.TryParse(options.PreviousMasterKeys[i], out var previous, out fault))
            {
                return ValidateOptionsResult.Fail($"{setting} {fault}");
            }

            if (!ids.Add(previous.Id))
            {
                return ValidateOptionsResult.Fail($"{setting} has the id of another master key; each key needs an id of its own.");
            }
        }

        return ValidateOptionsResult.Success;
    }
}
