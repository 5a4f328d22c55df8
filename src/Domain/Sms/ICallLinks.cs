namespace CleanAuth.Domain.Sms;

/// <summary>The addresses that the gateway asks about a call; each names its message so that nobody can guess it. The seam to the key.</summary>
public interface ICallLinks
{
    /// <summary>The message that a link names, or null when this service did not make it. Asks no database.</summary>
    Guid? MessageOf(CallLink link);

    /// <summary>Where the gateway tells which key was pressed.</summary>
    Uri KeyPressOf(Guid message);
}
