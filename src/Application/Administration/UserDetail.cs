using CleanAuth.Application.TwoFactor;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Application.Administration;

/// <summary>An account as administrators see it: no password, secret or code, and of the number the last two digits.</summary>
public sealed class UserDetail
{
    /// <summary>The <c>sub</c> of the account's tokens.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>In the canonical form that is stored.</summary>
    public required string Email { get; init; }

    /// <summary>How to address the person, if it was given.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The last two digits of the verified number, if there is one.</summary>
    public string? PhoneHint { get; init; }

    /// <summary>Whether it may be used.</summary>
    public required AccountStatus Status { get; init; }

    /// <summary>What it may do beyond its own affairs.</summary>
    public required Role Role { get; init; }

    /// <summary>When it signed up.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the password was set.</summary>
    public required DateTimeOffset PasswordChangedAt { get; init; }

    /// <summary>When its newest session was opened; absent when no session is kept any more.</summary>
    public DateTimeOffset? LastLoginAt { get; init; }

    /// <summary>Codes from an authenticator app.</summary>
    public required TotpState Totp { get; init; }

    /// <summary>Codes by SMS to the verified number.</summary>
    public required SmsState Sms { get; init; }

    /// <summary>Unused recovery codes.</summary>
    public required int RecoveryCodesLeft { get; init; }

    /// <summary>False: a lost password could not be replaced by its owner.</summary>
    public required bool Recoverable { get; init; }

    /// <summary>True when the account must have a second factor, now or from <c>enforceFrom</c> on.</summary>
    public required bool Required { get; init; }

    /// <summary>Who says so; only when it is required.</summary>
    public RequiredBy? RequiredBy { get; init; }

    /// <summary>From when on a log-in without a second factor only switches one on; absent: since ever, or never.</summary>
    public DateTimeOffset? EnforceFrom { get; init; }

    /// <summary>True from a reset of its factors until one is switched on.</summary>
    public required bool MustEnroll { get; init; }

    /// <summary>When an administrator last took its factors away.</summary>
    public DateTimeOffset? FactorsResetAt { get; init; }

    /// <summary>Those with wrong codes since the last right one; <c>unlock</c> clears them.</summary>
    public required IReadOnlyList<ThrottledFactor> ThrottledFactors { get; init; }

    /// <summary>Until when wrong passwords close some way to log in: that of strangers, of one network or of one session. <c>unlock</c> opens all.</summary>
    public DateTimeOffset? PasswordThrottledUntil { get; init; }

    /// <summary>Sessions that can still be refreshed.</summary>
    public required int OpenSessions { get; init; }
}
