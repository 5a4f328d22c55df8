using CleanAuth.Application.Sessions;
using CleanAuth.Domain;
using CleanAuth.Domain.Sessions;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Architecture.Tests.Breakers;

/// <summary>Prints its password, has no validator, and its answer cannot carry a refusal.</summary>
public sealed record CarelessCommand(string Password) : IRequest<string>;

/// <summary>Not sealed.</summary>
public class CarelessHandler : IRequestHandler<CarelessCommand, string>
{
    public Task<string> Handle(CarelessCommand request, CancellationToken cancellationToken) => Task.FromResult("");
}

/// <summary>Makes full tokens by way of a constructor.</summary>
public sealed class ThirdIssuer(IAccessTokenIssuer issuer)
{
    public string Issue(Session session, DateTimeOffset now) => issuer.Issue(session, now);
}

/// <summary>Makes full tokens by way of the container, in a closure of an asynchronous method, with nothing in its signatures.</summary>
public static class HiddenIssuer
{
    public static async Task<Func<string>> MakeAsync(IServiceProvider services, object session)
    {
        await Task.Yield();
        return () => services.GetRequiredService<IAccessTokenIssuer>().Issue((Session)session, default);
    }
}

/// <summary>Opens sessions past the second factor.</summary>
public sealed class ThirdDoor(SessionOpening opening)
{
    public override string ToString() => opening.ToString()!;
}

/// <summary>Says its error in passing, where the catalogue is not compared with it.</summary>
public static class PassingError
{
    public static Result<Done> Refuse() => new Error(ErrorKind.Conflict, "in_passing", "Said in passing.");
}

public static class StrayErrors
{
    public static readonly Error Unlisted = new(ErrorKind.Conflict, "nobody_listed_this", "Not in the catalogue.");

    public static readonly Error WrongStatus = new(ErrorKind.Conflict, "code_invalid", "The catalogue says 401.");
}

/// <summary>A port that nobody implements, with a token that can be forgotten and work that cannot be stopped.</summary>
public interface ICarelessPort
{
    Task ForgetfulAsync(CancellationToken ct = default);

    Task EndlessAsync();

#pragma warning disable CA1068 // Being what the compiler warns of is its purpose.
    Task BackToFrontAsync(CancellationToken ct, string text);
#pragma warning restore CA1068
}
