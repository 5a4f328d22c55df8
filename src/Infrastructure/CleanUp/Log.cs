using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.CleanUp;

/// <summary>Numbers 6100-6199.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 6100, Level = LogLevel.Information, Message = "Clean-up removed: {Rows}")]
    internal static partial void Removed(this ILogger logger, string rows);

    [LoggerMessage(EventId = 6101, Level = LogLevel.Information, Message = "This node cleans up from now on")]
    internal static partial void Taken(this ILogger logger);

    [LoggerMessage(EventId = 6102, Level = LogLevel.Error, Message = "Old rows of {Step} could not be removed; the next round tries again")]
    internal static partial void StepFailed(this ILogger logger, string step, Exception fault);

    [LoggerMessage(EventId = 6103, Level = LogLevel.Error, Message = "The clean-up could not be done; the next round tries again")]
    internal static partial void RoundFailed(this ILogger logger, Exception fault);
}
