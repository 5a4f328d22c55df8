using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using MediatR;

namespace CleanAuth.Application.Sms;

/// <summary>The call is over.</summary>
public sealed record EndCallCommand(GatewayCall Call, CallLink Link) : IRequest<Result<Done>>
{
    public override string ToString() => nameof(EndCallCommand);
}

public sealed class EndCallHandler(CallDoor door, IPhoneCalls calls) : IRequestHandler<EndCallCommand, Result<Done>>
{
    public Task<Result<Done>> Handle(EndCallCommand request, CancellationToken cancellationToken) =>
        door.EnterAsync<Done>(
            request.Call, request.Link,
            async (message, now, ct) =>
            {
                await calls.HangUpAsync(message, request.Call, now, ct);
                return new Done();
            },
            cancellationToken);
}
