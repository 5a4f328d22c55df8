using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Spend;

/// <summary>Why a message was not sent; in lower case with underscores it is the word in counters, metrics and logs.</summary>
public enum RefusalReason
{
    PhoneNumberNotSupported,
    CountryNotAllowed,
    ResendTooSoon,
    SendLimitReached,

    /// <summary>An operator switched messages off.</summary>
    KillSwitch,

    /// <summary>Too many messages wait for the gateway.</summary>
    OutboxFull,

    // From here on the guard's own judgements, which shadow mode only records.

    /// <summary>Too few codes to this country came back right.</summary>
    Breaker,
    PrefixCap,
    ClientCap,
    AccountCap,
    CountryDayCap,
    DayCap,
}

/// <summary>A refusal and what the client is told.</summary>
public sealed record SpendRefusal(RefusalReason Reason, Error Error)
{
    /// <summary>False for what <see cref="SpendPolicy.Shadow"/> only records: the guard's own judgements about money and numbers.</summary>
    public bool HoldsInShadow => Reason < RefusalReason.Breaker;

    /// <summary>A refusal that the number itself is the reason of, see <see cref="OtpErrors"/>.</summary>
    public static SpendRefusal OfNumber(Error error) => new(
        error.Code switch
        {
            "phone_number_not_supported" => RefusalReason.PhoneNumberNotSupported,
            "country_not_allowed" => RefusalReason.CountryNotAllowed,
            "resend_too_soon" => RefusalReason.ResendTooSoon,
            _ => RefusalReason.SendLimitReached,
        },
        error);
}
