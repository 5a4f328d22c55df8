namespace CleanAuth.Domain.Sms;

/// <summary>The calls that are under way. The seam to the database; each takes a call that is known to come from the gateway.</summary>
public interface IPhoneCalls
{
    /// <summary>
    /// Whose voice greets the person, or null when nothing is to be said: the code is over (used, superseded, out of tries, expired), the
    /// message never left, or another call asked first. The first call that asks is the only one, however many ask at once.
    /// </summary>
    Task<string?> TakeAsync(Guid message, GatewayCall call, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// The words with the code, when the key that the greeting asks for was pressed in the call that was greeted, and the code still
    /// lives; the message then counts as delivered. Null otherwise.
    /// </summary>
    Task<SpokenCode?> PressKeyAsync(Guid message, GatewayCall call, DateTimeOffset now, CancellationToken ct);

    /// <summary>
    /// Erases the words of the call that ended and notes what it cost; without its key press the message counts as undelivered. Another call, and the
    /// same one told again, change nothing.
    /// </summary>
    Task HangUpAsync(Guid message, GatewayCall call, DateTimeOffset now, CancellationToken ct);
}

/// <summary>The words of a call after its key press. They hold the code, so it prints nothing.</summary>
/// <param name="Voice">Whose voice, see <see cref="SpokenText.VoiceFor"/>.</param>
/// <param name="Text">Holds the code.</param>
public sealed record SpokenCode(string Voice, string Text)
{
    public override string ToString() => nameof(SpokenCode);
}
