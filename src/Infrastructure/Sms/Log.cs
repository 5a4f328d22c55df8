using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;
using Microsoft.Extensions.Logging;

namespace CleanAuth.Infrastructure.Sms;

// Numbers 2000-2099; the outbox, its circuit and the webhooks have 2100-2199 beside what they do. A phone prints masked by its own ToString;
// texts, credentials and the gateway's words are never arguments here, but for the Development gateway.
internal static partial class Log
{
    internal static void Sent(this ILogger logger, OutgoingMessage message, SendOutcome outcome, string cause)
    {
        switch (outcome.Kind)
        {
            case SendOutcomeKind.Accepted:
                logger.Accepted(Kind(message), message.Id, message.To, outcome.ProviderId);
                break;
            case SendOutcomeKind.Refused when outcome.Reason is PlivoAnswer.Unauthorized or PlivoAnswer.NoCredit or "redirected" or "rejected":
                logger.AccountRefused(Kind(message), message.Id, message.To, outcome.Reason, cause);
                break;
            case SendOutcomeKind.Refused:
                logger.Refused(Kind(message), message.Id, message.To, outcome.Reason, cause);
                break;
            case SendOutcomeKind.NotSent:
                logger.NotSent(Kind(message), message.Id, message.To, outcome.Reason, cause);
                break;
            case SendOutcomeKind.Unknown:
                logger.Unknown(Kind(message), message.Id, message.To, outcome.Reason, cause);
                break;
        }
    }

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

    internal static void Ended(this ILogger logger, Guid message, string? reason) => logger.CallEnded(message, reason ?? "heard");

    internal static void Kept(this ILogger logger, OutgoingMessage message) => logger.KeptInDevelopment(Kind(message), message.To, message.Text);

    private static string Kind(OutgoingMessage message) => message.Channel == OtpChannel.Voice ? "Call" : "SMS";

    [LoggerMessage(2000, LogLevel.Information, "{Kind} {Message} to {Phone} accepted by the gateway as {ProviderId}")]
    private static partial void Accepted(this ILogger logger, string kind, Guid message, PhoneNumber phone, string? providerId);

    [LoggerMessage(2001, LogLevel.Warning, "{Kind} {Message} to {Phone} refused by the gateway: {Reason} ({Cause})")]
    private static partial void Refused(this ILogger logger, string kind, Guid message, PhoneNumber phone, string? reason, string cause);

    [LoggerMessage(2002, LogLevel.Error, "{Kind} {Message} to {Phone} refused by the gateway, and others will be until an operator acts: {Reason} ({Cause})")]
    private static partial void AccountRefused(this ILogger logger, string kind, Guid message, PhoneNumber phone, string? reason, string cause);

    [LoggerMessage(2003, LogLevel.Warning, "{Kind} {Message} to {Phone} did not leave: {Reason} ({Cause})")]
    private static partial void NotSent(this ILogger logger, string kind, Guid message, PhoneNumber phone, string? reason, string cause);

    [LoggerMessage(2004, LogLevel.Warning, "{Kind} {Message} to {Phone} may have been sent: {Reason} ({Cause})")]
    private static partial void Unknown(this ILogger logger, string kind, Guid message, PhoneNumber phone, string? reason, string cause);

    [LoggerMessage(2005, LogLevel.Information, "SMS {Message} was reported as {Delivery}: {Reason}")]
    private static partial void Reported(this ILogger logger, Guid message, ReportedDelivery delivery, string? reason);

    [LoggerMessage(2006, LogLevel.Error, "SMS {Message} was not delivered because the account has no credit, and others will not be until an operator acts")]
    private static partial void UndeliveredForCredit(this ILogger logger, Guid message);

    [LoggerMessage(2007, LogLevel.Information, "Call {Message} ended: {Reason}")]
    private static partial void CallEnded(this ILogger logger, Guid message, string reason);

    [LoggerMessage(2010, LogLevel.Information, "{Kind} to {Phone}, kept here and sent nowhere: {Text}")]
    private static partial void KeptInDevelopment(this ILogger logger, string kind, PhoneNumber phone, string text);

    [LoggerMessage(2011, LogLevel.Warning, "The outbox folder (Sms:OutboxFolder) cannot be written: {Fault}")]
    internal static partial void OutboxUnwritable(this ILogger logger, string fault);
}
