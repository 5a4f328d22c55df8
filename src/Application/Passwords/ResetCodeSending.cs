using System.Security.Cryptography;
using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Sms;
using CleanAuth.Domain.Spend;

namespace CleanAuth.Application.Passwords;

/// <summary>Stores the challenge of a reset: with its message, or as a decoy that no code fits. What the spend guard says of one number is told to nobody.</summary>
public sealed class ResetCodeSending(
    IOtpChallenges challenges, IResetChallenges resets, IOtpHasher hasher, ISendGate gate, OtpPolicy policy, SmsPolicy sms, SpendPolicy spend)
{
    /// <summary>Null when another request took the send first; <c>sms_disabled</c> or <c>unavailable</c> when no message leaves for anybody.</summary>
    public async Task<Result<ResetAsked>?> OpenAsync(ResetCode wanted, CancellationToken ct)
    {
        var to = wanted.To ?? IResetChallenges.Nowhere;
        var attempt = new SendAttempt(
            to, SendLane.PasswordReset, wanted.To is null ? null : wanted.Subject, wanted.Client, spend.PriceOf(to, OtpChannel.Sms), wanted.At);
        var refusal = await gate.AskAsync(attempt, ct);
        if (refusal == SpendErrors.SwitchedOff || refusal == SpendErrors.OutboxFull)
        {
            return refusal;
        }

        var isSent = wanted.To is not null && refusal is null;
        var challenge = new OtpChallenge(
            ChallengeId.Generate(), new OtpScope(OtpPurpose.PasswordReset, wanted.Subject), to, CodeLabel.Generate(), wanted.At, wanted.At + policy.CodeLife);
        if (!await StoreAsync(challenge, wanted, isSent ? attempt : null, ct))
        {
            return null;
        }

        return new ResetAsked(
            challenge.Id.Value, challenge.Scope.Purpose, challenge.Label, policy.CodeLength, challenge.ExpiresAt, SendLimits.NextAllowed(wanted.History, policy, wanted.At), OtpDelivery.Unknown);
    }

    /// <param name="attempt">Null: a decoy.</param>
    private async Task<bool> StoreAsync(OtpChallenge challenge, ResetCode wanted, SendAttempt? attempt, CancellationToken ct)
    {
        var code = OtpCode.Generate(policy.CodeLength);
        var hash = hasher.Hash(challenge, code);
        var text = CodeText.Write(challenge.Scope.Purpose, wanted.Languages, code, challenge.Label, policy, sms);
        if (attempt is not null)
        {
            var message = new OutgoingMessage(Guid.CreateVersion7(wanted.At), OtpChannel.Sms, challenge.Phone, text, challenge.ExpiresAt);
            var opened = await challenges.OpenAsync(challenge, hash, message, wanted.History, attempt, ct);
            if (opened.IsSuccess)
            {
                return opened.Value;
            }
        }

        return await resets.OpenDecoyAsync(challenge with { Phone = IResetChallenges.Nowhere }, NoCodeFits(hash), wanted.History, ct);
    }

    private static CodeHash NoCodeFits(CodeHash hash) => hash with { Value = RandomNumberGenerator.GetBytes(hash.Value.Length) };
}

/// <summary>A code that somebody asks for in the name of an account.</summary>
/// <param name="Subject">The account, or what an unknown e-mail address is counted as.</param>
/// <param name="To">Where it may go; null: nowhere.</param>
public sealed record ResetCode(AccountId Subject, PhoneNumber? To, IReadOnlyList<string> Languages, ClientAddress Client, SendHistory History, DateTimeOffset At);
