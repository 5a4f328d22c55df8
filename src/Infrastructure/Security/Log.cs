using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Security;

/// <summary>Numbers 6000-6099.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 6001, Level = LogLevel.Information, Message = "Signing key {Kid} was loaded")]
    internal static partial void KeyLoaded(this ILogger logger, string kid);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Error, Message = "Signing key {Kid} does not open and is not used")]
    internal static partial void KeyRefused(this ILogger logger, string kid, Exception fault);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Warning, Message = "The signing keys could not be reloaded; those in memory stay")]
    internal static partial void ReloadFailed(this ILogger logger, Exception fault);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Error, Message = "Element {Id} of the key ring does not open and is not used")]
    internal static partial void RingElementRefused(this ILogger logger, Guid id, Exception fault);

    [LoggerMessage(EventId = 6005, Level = LogLevel.Information, Message = "Signing key {Kid} was removed: no token of it can be good any more")]
    internal static partial void KeyRemoved(this ILogger logger, string kid);
}
