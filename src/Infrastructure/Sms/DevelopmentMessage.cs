using CleanAuth.Domain.Otp;

namespace CleanAuth.Infrastructure.Sms;

/// <summary>A message that a developer may read instead of a phone; exists in Development only.</summary>
public sealed record DevelopmentMessage(Guid Id, OtpChannel Channel, string To, string Text, DateTimeOffset SentAt);
