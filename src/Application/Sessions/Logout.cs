using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Auditing;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Sessions;

/// <summary>
/// Ends a session. Who can name it by a token that this service signed or gave, of whatever age, may end it, as often as they like
/// (decisions 13).
/// </summary>
public sealed record LogoutCommand(string? AccessToken, string? RefreshToken) : IRequest<Result<Done>>
{
    /// <summary>Tokens of either kind that came in cookies of one name, so that nobody can say which is meant: each is.</summary>
    public IReadOnlyList<string> Doubled { get; init; } = [];

    public override string ToString() => nameof(LogoutCommand);
}

public sealed class LogoutValidator : AbstractValidator<LogoutCommand>
{
    public LogoutValidator() => RuleFor(c => c.RefreshToken).IsOpaqueToken().When(c => c.RefreshToken is not null);
}

public sealed class LogoutHandler(ISessions sessions, ITokenReader tokens, IAuditTrail audit, ITransactions transactions, TimeProvider time)
    : IRequestHandler<LogoutCommand, Result<Done>>
{
    public async Task<Result<Done>> Handle(LogoutCommand request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var owners = await FindAsync(request, now, cancellationToken);
        if (owners.Count == 0)
        {
            return SessionErrors.TokenInvalid;
        }

        return await transactions.RunAsync<Done>(async ct =>
        {
            foreach (var owner in owners)
            {
                if (await sessions.EndAsync(owner.Session, owner.Account, SessionEnd.LogOut, now, ct))
                {
                    await audit.RecordAsync(new AuditEvent(SecurityEvent.LoggedOut, now, owner.Account, owner.Session), ct);
                }
            }

            return new Done();
        }, cancellationToken);
    }

    // Two tokens of two sessions end both: whoever holds them may end each.
    private async Task<IReadOnlyCollection<SessionOwner>> FindAsync(LogoutCommand request, DateTimeOffset now, CancellationToken ct)
    {
        var owners = new HashSet<SessionOwner>();
        foreach (var accessToken in request.Doubled.Append(request.AccessToken).OfType<string>())
        {
            if (tokens.ReadAccessTokenOfAnyAge(accessToken, now) is { } claims)
            {
                owners.Add(new SessionOwner(claims.Session, claims.Account));
            }
        }

        foreach (var refreshToken in request.Doubled.Append(request.RefreshToken))
        {
            if (OpaqueToken.TryParse(refreshToken, out var token) && await sessions.FindByRefreshTokenAsync(token, ct) is { } owner)
            {
                owners.Add(owner);
            }
        }

        return owners;
    }
}
