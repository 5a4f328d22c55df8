namespace CleanAuth.Domain.Accounts;

/// <summary>The passwords that leaks of other services made known (ASVS 5.0 6.2.12).</summary>
public interface IBreachedPasswords
{
    /// <summary>Whether the password is known to be one of them. May wait for another service, so never inside a transaction.</summary>
    /// <returns>False as well when nobody is asked, or when whoever is asked gives no good answer: then a metric counts it, and life goes on.</returns>
    Task<bool> ContainsAsync(string password, CancellationToken ct);
}
