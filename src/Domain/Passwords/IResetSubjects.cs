using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Passwords;

/// <summary>The seam to the key that turns an e-mail address without an account into something that can be counted and challenged like one.</summary>
public interface IResetSubjects
{
    /// <summary>
    /// The same for the same address and no account's: a keyed hash, so that tables hold no address that a stranger typed (security-requirements
    /// section 17).
    /// </summary>
    AccountId OfNobody(EmailAddress email);
}
