using System.Diagnostics.Metrics;
using CleanAuth.Domain.Accounts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Passwords;

/// <summary>
/// Asks the range API of Have I Been Pwned by k-anonymity, when that is switched on. It fails open: a service that is away must not keep
/// people from setting a password, and the list of common ones holds without it.
/// </summary>
internal sealed class BreachedPasswords(BreachedClient client, IOptions<PasswordChecksOptions> options, IMeterFactory meters, ILogger<BreachedPasswords> logger)
    : IBreachedPasswords
{
    private readonly Counter<long> _checks = meters.OfService().CreateCounter<long>(
        "cleanauth.password.breach_checks", "{check}", "New passwords that were looked up, by outcome: found, clean, failed.");

    public async Task<bool> ContainsAsync(string password, CancellationToken ct)
    {
        if (!options.Value.BreachedCheck)
        {
            return false;
        }

        var found = await LookUpAsync(BreachedHash.Of(password), ct);
        _checks.Add(1, new KeyValuePair<string, object?>("outcome", found switch { true => "found", false => "clean", null => "failed" }));
        return found ?? false;
    }

    /// <returns>Null when there was no good answer.</returns>
    private async Task<bool?> LookUpAsync(BreachedHash hash, CancellationToken ct)
    {
        try
        {
            var found = BreachedRange.Holds(await client.GetAsync(hash.Prefix, ct), hash.Suffix);
            if (found is null)
            {
                logger.BreachCheckFailed("unreadable_answer");
            }

            return found;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            logger.BreachCheckFailed(Cause(fault));
            return null;
        }
    }

    // Never the exception's text: it may quote what the other side sent.
    private static string Cause(Exception fault) => fault switch
    {
        OperationCanceledException => "timeout",
        HttpRequestException { StatusCode: { } status } => $"HTTP {(int)status}",
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http => $"{http.HttpRequestError}",
        _ => fault.GetType().Name,
    };
}
