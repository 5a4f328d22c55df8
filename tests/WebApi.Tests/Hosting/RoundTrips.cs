using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CleanAuth.WebApi.Tests.Hosting;

/// <summary>Counts the database round trips of one request: commands and commits that ran under the trace that the request was sent with.</summary>
public sealed class RoundTrips : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly ConcurrentDictionary<ActivityTraceId, int> _counts = new();
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];

    public RoundTrips() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>Sends the request under a trace of its own and counts what the service asked the database for.</summary>
    public async Task<int> OfAsync(AuthApi api, HttpRequestMessage request)
    {
        var trace = ActivityTraceId.CreateRandom();
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        var answer = await api.SendAsync(request);
        Assert.That((int)answer.Status, Is.LessThan(500), answer.Body);
        return _counts.GetValueOrDefault(trace);
    }

    /// <inheritdoc cref="OfAsync(AuthApi, HttpRequestMessage)"/>
    public Task<int> OfAsync(AuthApi api, HttpMethod method, string path, object? body = null, string? token = null) =>
        OfAsync(api, async () =>
        {
            var answer = await api.SendAsync(method, path, body, token);
            Assert.That((int)answer.Status, Is.LessThan(500), answer.Body);
        });

    /// <summary>Counts for all that is sent meanwhile by the client.</summary>
    public async Task<int> OfAsync(AuthApi api, Func<Task> requests)
    {
        var trace = ActivityTraceId.CreateRandom();
        api.Http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        try
        {
            await requests();
            return _counts.GetValueOrDefault(trace);
        }
        finally
        {
            api.Http.DefaultRequestHeaders.Remove("traceparent");
        }
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory)
        {
            _subscriptions.Add(value.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        var isRoundTrip = value.Key == RelationalEventId.CommandExecuted.Name || value.Key == RelationalEventId.TransactionCommitted.Name;
        if (isRoundTrip && Activity.Current is { } activity)
        {
            _counts.AddOrUpdate(activity.TraceId, 1, (_, count) => count + 1);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private const string DbLoggerCategory = "Microsoft.EntityFrameworkCore";
}
