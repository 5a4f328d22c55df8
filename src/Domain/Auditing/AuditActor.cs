namespace CleanAuth.Domain.Auditing;

/// <summary>Who did something. The names are part of the contract.</summary>
public enum AuditActor
{
    /// <summary>Somebody with a secret of the account: its password, a session, a code.</summary>
    Owner,
    Administrator,

    /// <summary>Anybody.</summary>
    Stranger,

    /// <summary>At the machine, by a command.</summary>
    Operator,

    /// <summary>Nobody: by its own clock.</summary>
    Service,
}

/// <summary>Where something was asked for. The numbers are stored.</summary>
public enum AuditOrigin
{
    /// <summary>A request.</summary>
    Api = 0,

    /// <summary>A command at the machine.</summary>
    Command = 1,

    /// <summary>The service's own work.</summary>
    Service = 2,
}
