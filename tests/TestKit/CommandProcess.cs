using System.Diagnostics;

namespace CleanAuth.TestKit;

/// <summary>A command of the built service as a process of its own.</summary>
public sealed class CommandProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private CommandProcess(Process process) =>
        (_process, _output, _errors) = (process, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    /// <summary>What the command reads as its standard input.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <param name="assembly">Path of the service's dll, with its runtimeconfig beside it.</param>
    public static CommandProcess Start(string assembly, IEnumerable<(string Setting, string Value)> settings, params string[] command)
    {
        var start = ServiceProcess.StartInfo(assembly, settings, command);
        start.RedirectStandardInput = true;
        return new CommandProcess(Process.Start(start)!);
    }

    /// <summary>Returns when it ended by itself.</summary>
    public async Task<CommandEnd> WaitAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return new CommandEnd(_process.ExitCode, await _output, await _errors);
    }

    /// <summary>Ends it without a word of warning (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}

/// <param name="ExitCode">What the shell sees.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
public sealed record CommandEnd(int ExitCode, string Output, string Errors);
