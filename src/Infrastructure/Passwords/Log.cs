using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Passwords;

/// <summary>Numbers 3100-3199. Nothing of a password or its hash is an argument here.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 3100, Level = LogLevel.Warning, Message = "A new password was taken without a look at the leaked ones: {Cause}")]
    internal static partial void BreachCheckFailed(this ILogger logger, string cause);
}
