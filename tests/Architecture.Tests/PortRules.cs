using CleanAuth.Architecture.Tests.Breakers;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Architecture.Tests;

/// <summary>A port is a real seam: declared in the domain, implemented once behind it, and every call of it can be stopped.</summary>
public sealed class PortRules
{
    // The real gateways, and the one that developers read.
    private static readonly Dictionary<Type, int> s_several = new() { [typeof(ISmsGateway)] = 2, [typeof(IVoiceGateway)] = 2 };

    private readonly Rule<Type> _implemented = new(port =>
        Layers.Infrastructure.GetTypes().Count(type => type.IsClass && type.IsAssignableTo(port)) is var count && count == s_several.GetValueOrDefault(port, 1)
            ? []
            : [$"{port.Name} has {count} implementations"]);

    private readonly Rule<Type> _stoppable = new(port => port.GetMethods().SelectMany(method =>
    {
        var tokens = method.GetParameters().Where(parameter => parameter.ParameterType == typeof(CancellationToken)).ToList();
        return (method.ReturnType.IsAssignableTo(typeof(Task)), tokens) switch
        {
            (true, []) => [$"{port.Name}.{method.Name} takes no token"],
            (_, [{ HasDefaultValue: true }]) => [$"{port.Name}.{method.Name} lets its token be forgotten"],
            (_, [{ } token]) when token.Position != method.GetParameters().Length - 1 => [$"{port.Name}.{method.Name} does not take its token last"],
            (_, { Count: > 1 }) => [$"{port.Name}.{method.Name} takes two tokens"],
            _ => Array.Empty<string>(),
        };
    }));

    private readonly Rule<Type> _internal = new(type => type.IsPublic ? [$"{type.Name} is public"] : []);

    [Test]
    public void Each_port_has_one_implementation_and_each_gateway_two()
    {
        _implemented.HoldsFor(Layers.Ports);
        _implemented.Reports(typeof(ICarelessPort), "ICarelessPort has 0 implementations");
    }

    [Test]
    public void Implementations_are_nobodys_business()
    {
        _internal.HoldsFor(Layers.Infrastructure.GetTypes().Where(type => type.IsClass && Layers.Ports.Any(type.IsAssignableTo)));
        _internal.Reports(typeof(ThirdIssuer), "ThirdIssuer is public");
    }

    [Test]
    public void Every_call_of_a_port_can_be_stopped_and_no_caller_can_forget_the_token()
    {
        _stoppable.HoldsFor(Layers.Ports);
        _stoppable.Reports(typeof(ICarelessPort), "ForgetfulAsync lets its token be forgotten");
        _stoppable.Reports(typeof(ICarelessPort), "EndlessAsync takes no token");
        _stoppable.Reports(typeof(ICarelessPort), "BackToFrontAsync does not take its token last");
    }
}
