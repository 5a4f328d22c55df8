using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Import;

/// <summary>Numbers 1100-1109.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "The password of an imported account was refused unchecked: bcrypt hashes cannot be checked on this machine, it has no libcrypt that knows them")]
    internal static partial void BcryptIsMissing(this ILogger logger);
}
