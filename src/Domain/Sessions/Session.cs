using CleanAuth.Domain.Accounts;

namespace CleanAuth.Domain.Sessions;

/// <summary>Names one session; the <c>sid</c> of its tokens.</summary>
public readonly record struct SessionId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>One log-in and everything that was refreshed from it.</summary>
/// <param name="Id">The <c>sid</c>.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="Methods">What was proved at <paramref name="AuthenticatedAt"/>; refreshing never adds to it.</param>
/// <param name="AuthenticatedAt">The last proof, <c>auth_time</c>; refreshing never makes it younger (ASVS 5.0 10.3.4).</param>
/// <param name="EndsAt">The absolute end, whatever its use.</param>
public sealed record Session(SessionId Id, AccountId Account, AuthenticationMethods Methods, DateTimeOffset AuthenticatedAt, DateTimeOffset EndsAt);
