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
        if (await FindAsync(request, now, cancellationToken) is not { } owner)
        {
            return SessionErrors.TokenInvalid;
        }

        return await transactions.RunAsync<Done>(async ct =>
        {
            if (await sessions.EndAsync(owner.Session, SessionEnd.LogOut, now, ct))
            {
                await audit.RecordAsync(new AuditEvent(SecurityEvent.LoggedOut, now, owner.Account, owner.Session), ct);
            }

            return new Done();
        }, cancellationToken);
    }

    private async Task<SessionOwner?> FindAsync(LogoutCommand request, DateTimeOffset now, CancellationToken ct)
    {
        if (request.AccessToken is not null && tokens.ReadAccessTokenOfAnyAge(request.AccessToken, now) is { } claims)
        {
            return new SessionOwner(claims.Session, claims.Account);
        }

        return OpaqueToken.TryParse(request.RefreshToken, out var token) ? await sessions.FindByRefreshTokenAsync(token, ct) : null;
    }
}
