using CleanAuth.Domain.TwoFactor;

namespace CleanAuth.Domain.Accounts;

/// <summary>What the use cases need to know about an account; read, never tracked.</summary>
public sealed class Account
{
    /// <summary>Longest display name, in Unicode code points.</summary>
    public const int DisplayNameLength = 100;

    /// <summary>How long a changed number is young: 24 h.</summary>
    public static readonly TimeSpan YoungNumber = TimeSpan.FromHours(24);

    public required AccountId Id { get; init; }

    public required EmailAddress Email { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Present only when its owner proved it; a verified number belongs to one account.</summary>
    public PhoneNumber? PhoneNumber { get; init; }

    /// <summary>True when a code by SMS is asked for after the password. Implies <see cref="PhoneNumber"/>.</summary>
    public bool SmsFactorEnabled { get; init; }

    /// <summary>True when a code from an authenticator app is taken after the password.</summary>
    public bool TotpFactorEnabled { get; init; }

    /// <summary>True when the password alone opens nothing. Recovery codes exist only beside one of these factors (decisions 1).</summary>
    public bool HasSecondFactor => SmsFactorEnabled || TotpFactorEnabled;

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the password was set; a check of an older one is worth nothing.</summary>
    public DateTimeOffset PasswordChangedAt { get; init; }

    public bool IsDisabled { get; init; }

    public Role Role { get; init; }

    /// <summary>From when on an administrator demands a second factor of this account, now or later; null: none does.</summary>
    public DateTimeOffset? FactorRequiredFrom { get; init; }

    /// <summary>When an administrator last took every second factor away because one was lost; null: never.</summary>
    public DateTimeOffset? FactorsResetAt { get; init; }

    /// <summary>True from such a reset until a factor is switched on: a log-in gives an enrolmentToken, whatever is required.</summary>
    public bool MustEnroll { get; init; }

    /// <summary>True when such an enrolment also proves the verified number: the password alone may be a thief's (security-requirements D17).</summary>
    public bool MustProveNumber => MustEnroll && PhoneNumber is not null;

    /// <summary>When the number took another's place or was set in a session; null: it is as old as the account, or there is none.</summary>
    public DateTimeOffset? PhoneChangedAt { get; init; }

    /// <summary>What the last password reset was proved with and is therefore no second proof.</summary>
    public FactorBar? Bar { get; init; }

    /// <summary>False when a lost password could not be replaced: a reset needs a verified number or a recovery code (security-requirements D5).</summary>
    public bool IsRecoverable(int recoveryCodesLeft) => PhoneNumber is not null || recoveryCodesLeft > 0;

    /// <summary>True while a number alone proves nothing but a log-in, because a thief may have set it (security-requirements section 9).</summary>
    /// <param name="changedAt">See <see cref="PhoneChangedAt"/>.</param>
    public static bool IsYoungNumber(DateTimeOffset? changedAt, DateTimeOffset now) => now - changedAt < YoungNumber;
}

/// <summary>An account that does not exist yet.</summary>
public sealed record NewAccount(AccountId Id, EmailAddress Email, string? DisplayName, PhoneNumber? Phone, DateTimeOffset CreatedAt);
