using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Spend;

/// <summary>Numbers 2200-2299. Neither a number nor an address is an argument here.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 2200, Level = LogLevel.Information, Message = "A message to {Country} was refused: {Reason}")]
    internal static partial void Refused(this ILogger logger, string reason, string country);
}
