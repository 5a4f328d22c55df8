using CleanAuth.Application.Login;
using CleanAuth.Application.Pipeline;
using CleanAuth.Domain;
using CleanAuth.Domain.Security;
using CleanAuth.Domain.Sessions;
using FluentValidation;
using MediatR;

namespace CleanAuth.Application.Sessions;

/// <summary>Exchanges a refresh token, once, for a new pair; proves nothing new, so <c>auth_time</c> stays as old as it is.</summary>
/// <param name="RefreshToken">From log-in or the last refresh. Left out when it comes in a cookie.</param>
public sealed record RefreshSessionCommand(string? RefreshToken) : IRequest<Result<LoginComplete>>
{
    public override string ToString() => nameof(RefreshSessionCommand);
}

public sealed class RefreshSessionValidator : AbstractValidator<RefreshSessionCommand>
{
    public RefreshSessionValidator() => RuleFor(c => c.RefreshToken).IsOpaqueToken().When(c => c.RefreshToken is not null);
}

public sealed class RefreshSessionHandler(
    ISessions sessions, RefreshReuse reuse, IRequestSource source, IAccessTokenIssuer accessTokens, JwtPolicy jwt, TimeProvider time)
    : IRequestHandler<RefreshSessionCommand, Result<LoginComplete>>
{
    public async Task<Result<LoginComplete>> Handle(RefreshSessionCommand request, CancellationToken cancellationToken)
    {
        if (!OpaqueToken.TryParse(request.RefreshToken, out var presented))
        {
            return SessionErrors.TokenInvalid;
        }

        var now = time.GetUtcNow();
        var rotated = await sessions.RotateAsync(presented, source.Current, now, cancellationToken);
        if (!rotated.IsSuccess && rotated.Error == SessionErrors.RefreshTokenReused)
        {
            await reuse.EndAsync(presented, now, cancellationToken);
        }

        return rotated.IsSuccess
            ? SessionTokens.Answer(accessTokens.Issue(rotated.Value.Session, now), jwt, rotated.Value.RefreshToken, rotated.Value.RefreshExpiresAt - now) with { EnforceFrom = rotated.Value.EnforceFrom }
            : rotated.Error;
    }
}
