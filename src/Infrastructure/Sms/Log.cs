using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sms;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Sms;

// Numbers 2000-2099. A phone prints masked by its own ToString; texts, credentials and the gateway's words are never arguments here,
// but for the Development gateway.
internal static partial class Log
{
    internal static void Sent(this ILogger logger, OutgoingMessage message, SendOutcome outcome, string cause)
    {
        switch (outcome.Kind)
        {
            case SendOutcomeKind.Accepted:
                logger.Accepted(message.Id, message.To, outcome.ProviderId);
                break;
            case SendOutcomeKind.Refused when outcome.Reason is PlivoAnswer.Unauthorized or PlivoAnswer.NoCredit or "redirected" or "rejected":
                logger.AccountRefused(message.Id, message.To, outcome.Reason, cause);
                break;
            case SendOutcomeKind.Refused:
                logger.Refused(message.Id, message.To, outcome.Reason, cause);
                break;
            case SendOutcomeKind.NotSent:
                logger.NotSent(message.Id, message.To, outcome.Reason, cause);
                break;
            case SendOutcomeKind.Unknown:
                logger.Unknown(message.Id, message.To, outcome.Reason, cause);
                break;
        }
    }

    [LoggerMessage(2000, LogLevel.Information, "SMS {Message} to {Phone} accepted by the gateway as {ProviderId}")]
    private static partial void Accepted(this ILogger logger, Guid message, PhoneNumber phone, string? providerId);

    [LoggerMessage(2001, LogLevel.Warning, "SMS {Message} to {Phone} refused by the gateway: {Reason} ({Cause})")]
    private static partial void Refused(this ILogger logger, Guid message, PhoneNumber phone, string? reason, string cause);

    [LoggerMessage(2002, LogLevel.Error, "SMS {Message} to {Phone} refused by the gateway, and others will be until an operator acts: {Reason} ({Cause})")]
    private static partial void AccountRefused(this ILogger logger, Guid message, PhoneNumber phone, string? reason, string cause);

    [LoggerMessage(2003, LogLevel.Warning, "SMS {Message} to {Phone} did not leave: {Reason} ({Cause})")]
    private static partial void NotSent(this ILogger logger, Guid message, PhoneNumber phone, string? reason, string cause);

    [LoggerMessage(2004, LogLevel.Warning, "SMS {Message} to {Phone} may have been sent: {Reason} ({Cause})")]
    private static partial void Unknown(this ILogger logger, Guid message, PhoneNumber phone, string? reason, string cause);

    internal static void Reported(this ILogger logger, Guid message, DeliveryReport report)
    {
        if (report.Reason == PlivoAnswer.NoCredit)
        {
            logger.UndeliveredForCredit(message);
        }
        else
        {
            logger.Reported(message, report.Delivery, report.Reason);
        }
    }

    [LoggerMessage(2005, LogLevel.Information, "SMS {Message} was reported as {Delivery}: {Reason}")]
    private static partial void Reported(this ILogger logger, Guid message, ReportedDelivery delivery, string? reason);

    [LoggerMessage(2006, LogLevel.Error, "SMS {Message} was not delivered because the account has no credit, and others will not be until an operator acts")]
    private static partial void UndeliveredForCredit(this ILogger logger, Guid message);

    [LoggerMessage(2010, LogLevel.Information, "SMS to {Phone}, kept here and sent nowhere: {Text}")]
    internal static partial void KeptInDevelopment(this ILogger logger, PhoneNumber phone, string text);

    [LoggerMessage(2011, LogLevel.Warning, "The outbox folder (Sms:OutboxFolder) cannot be written: {Fault}")]
    internal static partial void OutboxUnwritable(this ILogger logger, string fault);
}
