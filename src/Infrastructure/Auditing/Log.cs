using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Auditing;

/// <summary>Numbers 1200-1299.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1200, Level = LogLevel.Information, Message = "The audit day {Day:yyyy-MM-dd} is closed: {Count} events, head {Head}")]
    internal static partial void DayClosed(this ILogger logger, DateOnly day, int count, string head);

    [LoggerMessage(EventId = 1201, Level = LogLevel.Error, Message = "Audit events could not be linked; they wait, and it is tried again")]
    internal static partial void NotLinked(this ILogger logger, Exception fault);
}
