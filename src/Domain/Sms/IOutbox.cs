namespace CleanAuth.Domain.Sms;

/// <summary>The messages that wait in the database, as whoever writes one sees them.</summary>
public interface IOutbox
{
    /// <summary>Why a message written now would not leave, as far as this node knows: the gateway refuses the service's account.</summary>
    Error? Refusal();

    /// <summary>Tells this node's dispatcher, after the commit, that something waits. Losing the signal only costs a poll.</summary>
    void Wake();
}
