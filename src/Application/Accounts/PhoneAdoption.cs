using CleanAuth.Domain;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Passwords;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Application.Accounts;

/// <summary>The one way by which a number that was just proved becomes an account's verified one: inside a transaction that holds the account.</summary>
public sealed class PhoneAdoption(IAccounts accounts, IPhoneProofs proofs, IOtpChallenges challenges, IResetTokens resets, IErasure erasure, IAuditTrail audit, INotices notices)
{
    /// <summary>
    /// Spends the proof and gives its number, the verified one from now on. Codes to an older number end. <c>token_invalid</c> when the proof is not this
    /// account's or is over, <c>phone_taken</c> when the number is another account's.
    /// </summary>
    /// <param name="before">The account as it is.</param>
    /// <param name="session">Null at an enrolment, where the password was just right: a first number is as good as one from sign-up.</param>
    public async Task<Result<PhoneNumber>> AdoptAsync(Account before, string phoneVerificationToken, SessionId? session, DateTimeOffset now, CancellationToken ct)
    {
        if (await proofs.SpendAsync(OpaqueToken.Parse(phoneVerificationToken), before.Id, now, ct) is not { } phone)
        {
            return OtpErrors.ProofInvalid;
        }

        if (phone == before.PhoneNumber)
        {
            return phone;
        }

        var set = await accounts.SetPhoneAsync(before.Id, phone, session is null && before.PhoneNumber is null ? null : now, ct);
        if (!set.IsSuccess)
        {
            return set.Error;
        }

        await challenges.EndAllAsync(before.Id, now, ct);
        await resets.EndAllAsync(before.Id, now, ct);
        if (before.PhoneNumber is { } old)
        {
            await erasure.ForgetNumberAsync(old, now, ct);
        }

        await audit.RecordAsync(new AuditEvent(SecurityEvent.PhoneChanged, now, before.Id, session), ct);
        return phone;
    }

    /// <summary>Tells both numbers, if there are two. Call it last, see <see cref="INotices.TellAsync"/>.</summary>
    public async Task TellAsync(Account before, PhoneNumber after, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var notice in Notice.OfPhone(before.Id, before.PhoneNumber, after, now))
        {
            await notices.TellAsync(notice, ct);
        }
    }
}
