using CleanAuth.Domain;
using CleanAuth.Domain.Security;
using MediatR;

namespace CleanAuth.Application.Security;

/// <summary>A new signing key, before its turn in the schedule.</summary>
/// <param name="Now">False: it is announced and signs a day later, and nobody notices. True: the others leaked, and every token they signed ends.</param>
public sealed record RotateSigningKeysCommand(bool Now) : IRequest<Result<SigningKeysRotated>>;

/// <param name="SignsFrom">When the new key takes over; with the others withdrawn, also the end of their tokens.</param>
/// <param name="IsNew">False when the next key was announced before, and none was made.</param>
public sealed record SigningKeysRotated(DateTimeOffset SignsFrom, bool IsNew);

public sealed class RotateSigningKeysHandler(ISigningKeyRotation rotation, TimeProvider time) : IRequestHandler<RotateSigningKeysCommand, Result<SigningKeysRotated>>
{
    public async Task<Result<SigningKeysRotated>> Handle(RotateSigningKeysCommand request, CancellationToken cancellationToken)
    {
        if (request.Now)
        {
            return new SigningKeysRotated(await rotation.ReplaceAllAsync(time.GetUtcNow(), cancellationToken), IsNew: true);
        }

        var next = await rotation.AnnounceAsync(time.GetUtcNow(), cancellationToken);
        return new SigningKeysRotated(next.SignsFrom, next.IsNew);
    }
}
