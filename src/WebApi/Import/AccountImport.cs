using CleanAuth.Application.Import;
using CleanAuth.Infrastructure.Persistence;
using MediatR;

namespace CleanAuth.WebApi.Import;

/// <summary>The command that moves the users of another system in.</summary>
internal static class AccountImport
{
    private const string StandardInput = "-";

    /// <summary>Imports a file, or standard input for <c>-</c>; 0 when no line was refused.</summary>
    internal static async Task<int> RunAsync(IServiceProvider services, string[] args, TextWriter output, TextWriter errors)
    {
        if (args is not [var file])
        {
            await errors.WriteLineAsync("Usage: import FILE, or import - for standard input");
            return 1;
        }

        try
        {
            await using var input = file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
            return await RunAsync(services, input, output, errors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync("The file cannot be read.");
            return 1;
        }
    }

    /// <summary>The summary goes to <paramref name="output"/>, each refused line with its number to <paramref name="errors"/>.</summary>
    internal static async Task<int> RunAsync(IServiceProvider services, Stream input, TextWriter output, TextWriter errors)
    {
        var sum = new ImportSum();
        try
        {
            await foreach (var batch in ImportLines.ReadAsync(input, CancellationToken.None))
            {
                sum.Add(await ImportAsync(services, batch, errors));
            }
        }
        catch (Exception e) when (Outage.Caused(e))
        {
            await errors.WriteLineAsync("The database does not answer. Import the same lines again: those that are in are left as they are.");
            sum.Interrupt();
        }

        await output.WriteLineAsync(sum.Words);
        return sum.IsWhole ? 0 : 1;
    }

    private static async Task<ImportedAccounts> ImportAsync(IServiceProvider services, IReadOnlyList<ImportLine> batch, TextWriter errors)
    {
        await using var scope = services.CreateAsyncScope();
        var done = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ImportAccountsCommand(batch))).Value;
        foreach (var refused in done.Refused)
        {
            await errors.WriteLineAsync($"line {refused.Line}: {refused.Reason}");
        }

        return done;
    }
}
