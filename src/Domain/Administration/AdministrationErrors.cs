namespace CleanAuth.Domain.Administration;

public static class AdministrationErrors
{
    public static readonly Error AdminRequired = new(ErrorKind.Forbidden, "admin_required", "Only an administrator may do this.");

    public static readonly Error LastAdministrator =
        new(ErrorKind.Conflict, "last_administrator", "This is the last active administrator, who cannot be dismissed, disabled or deleted; appoint another one first.");

    public static readonly Error SelfRefused =
        new(ErrorKind.Conflict, "self_reset_refused", "Administrators do not do this to themselves; ask another one.");
}
