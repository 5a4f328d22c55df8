using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Passwords;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Passwords;

/// <summary>Keyed with the current master key: changing it forgets what was counted for addresses without an account, once.</summary>
internal sealed class ResetSubjects(MasterKeys keys) : IResetSubjects
{
    private const int GuidBytes = 16;

    public AccountId OfNobody(EmailAddress email) => new(new Guid(keys.NameOf(KeyPurposes.UnknownNames, email.Value).AsSpan(0, GuidBytes)));
}
