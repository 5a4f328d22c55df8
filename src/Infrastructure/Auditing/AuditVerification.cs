using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>The command that proves that the audit trail is whole, with the service's own account.</summary>
public static class AuditVerification
{
    private const string Usage = "Usage: audit verify, or audit verify --head HASH with the head of a closed day from the log (event 1200)";

    /// <summary>One line for each day and each finding, and a summary; 0 when everything fits, otherwise 1.</summary>
    /// <param name="args"><c>verify</c>, or <c>verify --head HASH</c>.</param>
    public static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter output)
    {
        switch (args)
        {
            case ["verify"]:
                return await VerifyAsync(services, head: null, output);
            case ["verify", "--head", { Length: 2 * AuditChain.HashBytes } head] when head.All(char.IsAsciiHexDigit):
                return await VerifyAsync(services, Convert.FromHexString(head), output);
            default:
                await output.WriteLineAsync(Usage);
                return 1;
        }
    }

    private static async Task<int> VerifyAsync(IServiceProvider services, byte[]? head, TextWriter output)
    {
        await using var scope = services.CreateAsyncScope();
        var verdict = await scope.ServiceProvider.GetRequiredService<AuditVerifier>().VerifyAsync(head, output.WriteLineAsync, CancellationToken.None);
        await output.WriteLineAsync(FormattableString.Invariant(
            $"{verdict.Events} events in {verdict.Days} days, {verdict.Purged} days before them purged, {verdict.Waiting} events not linked yet."));
        if (verdict.Head is { } last)
        {
            await output.WriteLineAsync(FormattableString.Invariant($"Head {Convert.ToHexStringLower(last.LastHash)} of {last.Day:yyyy-MM-dd}."));
        }

        await output.WriteLineAsync(verdict.Findings == 0 ? "The audit trail is whole." : FormattableString.Invariant($"{verdict.Findings} findings."));
        return verdict.Findings == 0 ? 0 : 1;
    }
}
