using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Tests.Security;

/// <summary>The numbers of the warnings and errors that a node wrote.</summary>
internal sealed class CapturedFaults : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<int> _numbers = new();

    internal IReadOnlyCollection<int> Numbers => _numbers;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _numbers.Enqueue(eventId.Id);

    public void Dispose()
    {
    }
}
