using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CleanAuth.TestKit.Plivo;

/// <summary>What the stub does with a request once it was read and recorded. <paramref name="stopping"/> ends when the caller or the stub goes.</summary>
public delegate Task PlivoBehaviour(HttpContext context, ReceivedMessage message, CancellationToken stopping);

public static class PlivoBehaviours
{
    /// <summary>Takes the message or the call, as Plivo does.</summary>
    public static PlivoBehaviour Accept { get; } = (context, message, stopping) =>
        WriteAsync(context, message.IsCall ? StatusCodes.Status201Created : StatusCodes.Status202Accepted, "application/json",
            message.IsCall
                ? $$"""{"api_id":"00000000-0000-0000-0000-000000000001","message":"call fired","request_uuid":"{{message.Uuid}}"}"""
                : $$"""{"api_id":"00000000-0000-0000-0000-000000000001","message":"message(s) queued","message_uuid":["{{message.Uuid}}"]}""", stopping);

    /// <summary>Reads the request and never answers.</summary>
    public static PlivoBehaviour Hang { get; } = (_, _, stopping) => Task.Delay(Timeout.InfiniteTimeSpan, stopping);

    /// <summary>Reads the request and resets the connection.</summary>
    public static PlivoBehaviour Reset { get; } = (context, _, _) =>
    {
        var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        socket.Close(timeout: 0);
        return Task.CompletedTask;
    };

    /// <summary>Begins a good answer and never comes to its end, but keeps sending blanks so fast that no pause is long.</summary>
    public static PlivoBehaviour Slow { get; } = async (context, _, stopping) =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        Begin(context, StatusCodes.Status202Accepted, "application/json");
        while (await timer.WaitForNextTickAsync(stopping))
        {
            await context.Response.WriteAsync(" ", stopping);
        }
    };

    public static PlivoBehaviour Html { get; } = Answer(StatusCodes.Status200OK, "<!DOCTYPE html><title>Welcome</title>", "text/html");

    public static PlivoBehaviour Empty { get; } = Answer(StatusCodes.Status202Accepted, "");

    /// <summary>Answers <paramref name="status"/> with this body.</summary>
    public static PlivoBehaviour Answer(int status, string body, string contentType = "application/json") =>
        (context, _, stopping) => WriteAsync(context, status, contentType, body, stopping);

    /// <summary>Answers <paramref name="status"/> and a body without an end.</summary>
    public static PlivoBehaviour Endless(int status = StatusCodes.Status202Accepted) => async (context, _, stopping) =>
    {
        Begin(context, status, "application/json");
        while (true)
        {
            await context.Response.WriteAsync("                                                                ", stopping);
        }
    };

    /// <summary>Sends the caller to <paramref name="location"/>, method and body kept.</summary>
    public static PlivoBehaviour Redirect(string location) => (context, _, stopping) =>
    {
        context.Response.Headers.Location = location;
        return WriteAsync(context, StatusCodes.Status307TemporaryRedirect, "text/plain", "", stopping);
    };

    /// <summary>Does nothing until <paramref name="gate"/> is complete, then goes on with <paramref name="next"/>.</summary>
    public static PlivoBehaviour After(Task gate, PlivoBehaviour next) => async (context, message, stopping) =>
    {
        await gate.WaitAsync(stopping);
        await next(context, message, stopping);
    };

    /// <summary>Does this with the message before the service gets an answer: what it tells overtakes the answer.</summary>
    public static PlivoBehaviour Before(Func<ReceivedMessage, Task> early, PlivoBehaviour next) => async (context, message, stopping) =>
    {
        await early(message);
        await next(context, message, stopping);
    };

    /// <summary>Puts these characters on the wire as they are, and closes the connection.</summary>
    public static PlivoBehaviour Raw(string answer) => async (context, _, stopping) =>
    {
        var socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        await socket.SendAsync(Encoding.Latin1.GetBytes(answer), stopping);
        context.Abort();
    };

    private static void Begin(HttpContext context, int status, string contentType)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
    }

    private static Task WriteAsync(HttpContext context, int status, string contentType, string body, CancellationToken stopping)
    {
        Begin(context, status, contentType);
        return context.Response.WriteAsync(body, stopping);
    }
}
