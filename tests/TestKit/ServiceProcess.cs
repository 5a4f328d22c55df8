using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace CleanAuth.TestKit;

/// <summary>The built service as a process of its own, which can be killed as a machine that loses its power is.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private ServiceProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The service ended."));
    }

    public Uri BaseAddress => _address.Task.Result;

    /// <summary>What it wrote so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts it on a free loopback port in Production and returns when it is ready.</summary>
    /// <param name="assembly">Path of the service's dll, with its runtimeconfig beside it.</param>
    public static async Task<ServiceProcess> StartAsync(string assembly, IEnumerable<(string Setting, string Value)> settings)
    {
        var service = new ServiceProcess(StartInfo(assembly, settings));
        service._process.Start();
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        try
        {
            await service.WaitUntilReadyAsync();
            return service;
        }
        catch (Exception fault)
        {
            await service.DisposeAsync();
            throw new InvalidOperationException($"The service did not become ready:\n{service.Output}", fault);
        }
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

    internal static ProcessStartInfo StartInfo(string assembly, IEnumerable<(string Setting, string Value)> settings, params string[] command)
    {
        var start = new ProcessStartInfo(Dotnet, [assembly, .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(assembly),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (setting, value) in settings)
        {
            start.Environment[setting.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    // That of the runtime which runs this test, wherever it is and whatever the PATH says.
    private static string Dotnet =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private async Task WaitUntilReadyAsync()
    {
        using var timeout = new CancellationTokenSource(s_patience);
        using var http = new HttpClient { BaseAddress = await _address.Task.WaitAsync(timeout.Token) };
        while (!(await http.GetAsync(new Uri("/health/ready", UriKind.Relative), timeout.Token)).IsSuccessStatusCode)
        {
            timeout.Token.ThrowIfCancellationRequested();
        }
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:[0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Listening();
}
