using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Sms;

/// <summary>What the owner is told of.</summary>
public enum NoticeKind
{
    SmsFactorEnabled,
    SmsFactorDisabled,
    TotpFactorEnabled,
    TotpFactorDisabled,
    RecoveryCodesCreated,
    RecoveryCodeUsed,

    /// <summary>Goes to the number that is no longer the account's: the new one may be a thief's.</summary>
    PhoneReplaced,

    /// <summary>Goes to the number that took its place.</summary>
    PhoneAdopted,

    /// <summary>The password was right, and then came wrong second factors.</summary>
    SecondFactorFailed,

    /// <summary>By its owner, who knew the old one.</summary>
    PasswordChanged,

    /// <summary>Without the old one.</summary>
    PasswordReset,

    /// <summary>A spent refresh token came again: somebody has a copy, and the session was ended.</summary>
    RefreshTokenReused,

    /// <summary>A log-in after at least ten wrong passwords in a row.</summary>
    LoginAfterFailures,

    /// <summary>The number is no longer the account's, and none took its place.</summary>
    PhoneRemoved,

    AccountDeleted,

    /// <summary>By an administrator or an operator.</summary>
    AdministratorAppointed,

    /// <summary>By an administrator.</summary>
    AdministratorDismissed,

    /// <summary>By an administrator.</summary>
    AccountDisabled,

    /// <summary>An administrator demands a second factor, now or from a day on.</summary>
    FactorRequired,

    /// <summary>An administrator took every second factor away.</summary>
    FactorsReset,
}

/// <param name="Kind">What happened.</param>
/// <param name="Account">Whose owner is told.</param>
/// <param name="To">The number that was verified before it happened, but for <see cref="NoticeKind.PhoneAdopted"/>; null: there is none, and nobody is told.</param>
/// <param name="At">When it happened.</param>
public sealed record Notice(NoticeKind Kind, AccountId Account, PhoneNumber? To, DateTimeOffset At)
{
    /// <summary>Wrong second factors behind a right password until the owner is told (decisions 27).</summary>
    public const int FailuresToTell = 3;

    /// <summary>In this time they are counted, and told of once; so is a refresh token that came again: 1 h (decisions 27).</summary>
    public static readonly TimeSpan FailuresWindow = TimeSpan.FromHours(1);

    /// <summary>From this age on a notice is not worth sending: 1 h.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <summary>Tells both numbers when one replaced the other; a first number, or the same again, is no news.</summary>
    public static IReadOnlyList<Notice> OfPhone(AccountId account, PhoneNumber? before, PhoneNumber after, DateTimeOffset at) =>
        before is null || before == after
            ? []
            : [new(NoticeKind.PhoneReplaced, account, before, at), new(NoticeKind.PhoneAdopted, account, after, at)];
}
