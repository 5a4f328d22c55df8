namespace CleanAuth.Application.Sms;

/// <summary>What the gateway does next in a call; afterwards it hangs up.</summary>
/// <param name="Voice">Whose voice reads the text.</param>
/// <param name="Text">What is said; null to hang up at once.</param>
/// <param name="KeyPress">Where to tell which key was pressed while the text was said; null when no key is asked for.</param>
public sealed record CallScript(string? Voice = null, string? Text = null, Uri? KeyPress = null)
{
    public static readonly CallScript HangUp = new();

    public override string ToString() => nameof(CallScript);
}
