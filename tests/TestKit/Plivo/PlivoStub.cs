using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CleanAuth.TestKit.Plivo;

/// <summary>A server on a loopback port that stands in for Plivo: records every request and behaves as a test wants.</summary>
public sealed class PlivoStub : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ReceivedMessage> _messages = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly WebApplication _server;
    private TaskCompletionSource _arrival = NewSignal();

    private PlivoStub(X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        _server = builder.Build();
        _server.Run(HandleAsync);
    }

    /// <summary>For every request from now on; <see cref="PlivoBehaviours.Accept"/> until set.</summary>
    public PlivoBehaviour Behaviour { get; set; } = PlivoBehaviours.Accept;

    /// <summary>Without a slash at the end.</summary>
    public string BaseUrl => _server.Urls.Single();

    /// <summary>Every request so far, in the order of arrival, whatever became of it.</summary>
    public IReadOnlyList<ReceivedMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <param name="certificate">Speaks TLS with it when given.</param>
    public static async Task<PlivoStub> StartAsync(X509Certificate2? certificate = null)
    {
        var stub = new PlivoStub(certificate);
        await stub._server.StartAsync();
        return stub;
    }

    /// <summary>The <paramref name="count"/>th message to <paramref name="to"/> (with its plus sign), as soon as it arrived.</summary>
    /// <param name="patience">10 s unless given; only a failing test waits that long.</param>
    public Task<ReceivedMessage> WaitForMessageAsync(string to, int count = 1, TimeSpan? patience = null) => WaitAsync(_ => true, to, count, patience);

    /// <summary>As <see cref="WaitForMessageAsync"/>, of messages with a code and calls; notices to the same number do not count.</summary>
    public Task<ReceivedMessage> WaitForCodeAsync(string to, int count = 1) => WaitAsync(message => message.IsCall || message.Code is not null, to, count, null);

    public async ValueTask DisposeAsync()
    {
        // A hanging request would hold up the server's end.
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<ReceivedMessage> WaitAsync(Func<ReceivedMessage, bool> counts, string to, int count, TimeSpan? patience)
    {
        using var timeout = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(10));
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (_messages.Where(message => message.To == to && counts(message)).ElementAtOrDefault(count - 1) is { } found)
                {
                    return found;
                }

                arrival = _arrival.Task;
            }

            try
            {
                await arrival.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Message {count} to {to} did not come; {Messages.Count(message => message.To == to)} came, {Messages.Count} to all numbers.");
            }
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var message = await ReadAsync(context);
        Record(message);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            await Behaviour(context, message, stopping.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private void Record(ReceivedMessage message)
    {
        lock (_gate)
        {
            _messages.Add(message);
            _arrival.SetResult();
            _arrival = NewSignal();
        }
    }

    private static async Task<ReceivedMessage> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        return new ReceivedMessage(
            Guid.CreateVersion7().ToString(),
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body,
            Fields(body));
    }

    private static Dictionary<string, string> Fields(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body)?.ToDictionary(field => field.Key, field => field.Value.ToString()) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
