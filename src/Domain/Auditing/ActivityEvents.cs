namespace CleanAuth.Domain.Auditing;

/// <summary>Which security events an owner is shown, and how many of those that anybody can cause.</summary>
public static class ActivityEvents
{
    /// <summary>Of each event that <see cref="StrangersMayCause"/>, an account keeps at most so many from <see cref="StrangersWindow"/>, and one of a network.</summary>
    public const int MostByStrangers = 20;

    /// <summary>1 h.</summary>
    public static readonly TimeSpan StrangersWindow = TimeSpan.FromHours(1);

    /// <summary>Null for an event that is for operators only.</summary>
    public static ActivityEvent? Of(SecurityEvent what) => (ActivityEvent)(int)what is var shown && Enum.IsDefined(shown) ? shown : null;

    /// <summary>True for what needs no secret of the account: of these the list keeps few, or a stranger could fill it.</summary>
    public static bool StrangersMayCause(ActivityEvent what) => what is ActivityEvent.LoginFailed or ActivityEvent.PasswordResetAsked or ActivityEvent.PasswordResetFailed;
}
