namespace CleanAuth.Domain.Sms;

/// <summary>The messages that wait in the database.</summary>
public interface IOutbox
{
    /// <summary>Tells this node's dispatcher, after the commit, that something waits. Losing the signal only costs a poll.</summary>
    void Wake();
}
