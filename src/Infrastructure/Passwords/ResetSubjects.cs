using System.Security.Cryptography;
using System.Text;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Passwords;
using CleanAuth.Infrastructure.Security;

namespace CleanAuth.Infrastructure.Passwords;

/// <summary>Keyed with the current master key: changing it forgets what was counted for addresses without an account, once.</summary>
internal sealed class ResetSubjects(MasterKeys keys) : IResetSubjects
{
    private const int GuidBytes = 16;

    public AccountId OfNobody(EmailAddress email)
    {
        var hash = HMACSHA256.HashData(keys.Derive(keys.CurrentId, KeyPurposes.UnknownNames), Encoding.UTF8.GetBytes(email.Value));
        return new AccountId(new Guid(hash.AsSpan(0, GuidBytes)));
    }
}
