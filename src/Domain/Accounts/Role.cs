namespace CleanAuth.Domain.Accounts;

/// <summary>What an account may do beyond its own affairs. In no token: it is read from the database at each request (ASVS 5.0 8.3.2). The names are part of the contract, the numbers are stored.</summary>
public enum Role
{
    User = 0,

    /// <summary>Everything under <c>/admin</c>, in a session with two factors.</summary>
    Admin = 1,
}
