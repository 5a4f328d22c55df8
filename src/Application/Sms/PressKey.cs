using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using MediatR;

namespace CleanAuth.Application.Sms;

/// <summary>A key was pressed: the right one in the right call is told the code, anything else ends the call.</summary>
public sealed record PressKeyCommand(GatewayCall Call, CallLink Link) : IRequest<Result<CallScript>>
{
    public override string ToString() => nameof(PressKeyCommand);
}

public sealed class PressKeyHandler(CallDoor door, IPhoneCalls calls) : IRequestHandler<PressKeyCommand, Result<CallScript>>
{
    public Task<Result<CallScript>> Handle(PressKeyCommand request, CancellationToken cancellationToken) =>
        door.EnterAsync<CallScript>(
            request.Call, request.Link,
            async (message, now, ct) => await calls.PressKeyAsync(message, request.Call, now, ct) is { } code ? new CallScript(code.Voice, code.Text) : CallScript.HangUp,
            cancellationToken);
}
