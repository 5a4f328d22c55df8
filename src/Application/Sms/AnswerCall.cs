using CleanAuth.Domain;
using CleanAuth.Domain.Sms;
using MediatR;

namespace CleanAuth.Application.Sms;

/// <summary>Somebody took the call: it greets and asks for a key. The code is not in this answer, so no voice mail gets it.</summary>
public sealed record AnswerCallCommand(GatewayCall Call, CallLink Link) : IRequest<Result<CallScript>>
{
    public override string ToString() => nameof(AnswerCallCommand);
}

public sealed class AnswerCallHandler(CallDoor door, ICallLinks links, IPhoneCalls calls, SmsPolicy sms) : IRequestHandler<AnswerCallCommand, Result<CallScript>>
{
    public Task<Result<CallScript>> Handle(AnswerCallCommand request, CancellationToken cancellationToken) =>
        door.EnterAsync<CallScript>(
            request.Call, request.Link,
            async (message, now, ct) => await calls.TakeAsync(message, request.Call, now, ct) is { } voice
                ? new CallScript(voice, SpokenText.Greeting(voice, sms), links.KeyPressOf(message))
                : SmsErrors.CallOver,
            cancellationToken);
}
