using AutoMapper;
using CleanAuth.Application.Login;
using CleanAuth.Application.Passwords;
using CleanAuth.Application.Pipeline;
using CleanAuth.Architecture.Tests.Breakers;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Sms;
using CleanAuth.WebApi;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace CleanAuth.Architecture.Tests;

/// <summary>MediatR 5, AutoMapper 8 and FluentValidation are registered by loops of our own: what they miss would fail only when it is called.</summary>
public sealed class DiscoveryRules
{
    // A validator holds the rules for passwords, and these hold ports, which are not registered here.
    private readonly IServiceCollection _services = new ServiceCollection().AddApplication()
        .AddSingleton(new PasswordRules(new PasswordPolicy(), new SmsPolicy { Domain = "example.com" }, Mock.Of<ICommonPasswords>(), Mock.Of<IBreachedPasswords>()));

    private Rule<Type> HasOneHandler => new(request =>
        Registered(typeof(IRequestHandler<,>).MakeGenericType(request, Layers.ResponseOf(request)!)) is var count && count == 1 ? [] : [$"{request.Name} has {count} handlers"]);

    private Rule<Type> IsValidatedFirst => new(request =>
    {
        using var provider = _services.BuildServiceProvider();
        using var scope = provider.CreateScope();
        var steps = scope.ServiceProvider.GetServices(typeof(IPipelineBehavior<,>).MakeGenericType(request, Layers.ResponseOf(request)!)).ToList();
        return steps is [{ } only] && only.GetType().GetGenericTypeDefinition() == typeof(ValidationStep<,>) ? [] : [$"{request.Name} runs through {steps.Count} steps"];
    });

    [Test]
    public void Every_request_has_exactly_one_handler()
    {
        HasOneHandler.HoldsFor(Layers.Requests);
        HasOneHandler.Reports(typeof(CarelessCommand), "CarelessCommand has 0 handlers");
    }

    [Test]
    public void Every_request_runs_through_validation()
    {
        IsValidatedFirst.HoldsFor(Layers.Requests);
        IsValidatedFirst.Reports(typeof(CarelessCommand), "CarelessCommand runs through 0 steps");
    }

    [Test]
    public void Every_validator_is_registered()
    {
        var validated = Layers.Application.GetTypes().Where(type => !type.IsAbstract && Layers.Implements(type, typeof(IValidator<>))).ToList();

        Assert.That(validated, Is.Not.Empty);
        Assert.That(_services.Where(service => service.ImplementationType is not null && validated.Contains(service.ImplementationType)).Select(service => service.ServiceType.GetGenericTypeDefinition()),
            Is.EqualTo(validated.Select(_ => typeof(IValidator<>))));
    }

    [Test]
    public void Every_profile_is_in_the_mapper()
    {
        using var provider = _services.BuildServiceProvider();
        var profiles = Layers.Application.GetTypes().Where(type => type.IsAssignableTo(typeof(Profile))).Select(type => ((Profile)Activator.CreateInstance(type)!).ProfileName).ToList();
        Assert.That(profiles, Is.Not.Empty);

        var mapped = provider.GetRequiredService<IMapper>().ConfigurationProvider.GetAllTypeMaps().Select(map => map.Profile.Name);

        Assert.That(mapped.Distinct(), Is.SupersetOf(profiles));
    }

    [Test]
    public async Task A_bad_request_is_refused_before_its_handler_is_even_made()
    {
        // No port is registered, so making the handler would throw.
        await using var provider = _services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();

        var refused = await mediator.Send(new LoginCommand("nobody", ""));

        Assert.That(refused.Error!.Members!.Keys, Is.EquivalentTo(new[] { "email", "password" }));
        Assert.That(async () => await mediator.Send(new LoginCommand("ann@example.com", "correct horse battery")), Throws.InvalidOperationException);
    }

    private int Registered(Type service) => _services.Count(descriptor => descriptor.ServiceType == service);
}
