using System.Reflection;
using System.Runtime.CompilerServices;
using CleanAuth.Architecture.Tests.Breakers;
using CleanAuth.Domain;
using FluentValidation;
using MediatR;

namespace CleanAuth.Architecture.Tests;

public sealed class UseCaseRules
{
    private readonly Rule<Type> _sealed = new(handler => handler.IsSealed ? [] : [$"{handler.Name} is not sealed"]);

    private readonly Rule<Type> _canRefuse = new(request => Layers.ResponseOf(request) is { } response && response.IsAssignableTo(typeof(IFailable<>).MakeGenericTypeSafely(response))
        ? []
        : [$"{request.Name} gets an answer that cannot carry a refusal, so validation would be skipped without a word"]);

    private readonly Rule<Type> _validated = new(request =>
        Texts(request).Any() && !ValidatorsOf(request.Assembly).Contains(request) ? [$"{request.Name} has text and no validator"] : []);

    private readonly Rule<Type> _mute = new(type => Texts(type).Any() && PrintsItself(type) ? [$"{type.Name} prints its members"] : []);

    private static IEnumerable<Type> Handlers(Assembly assembly) => assembly.GetTypes().Where(type => type.IsClass && Layers.Implements(type, typeof(IRequestHandler<,>)));

    [Test]
    public void Handlers_are_sealed()
    {
        _sealed.HoldsFor(Handlers(Layers.Application));
        _sealed.Reports(Handlers(typeof(CarelessHandler).Assembly).Single(), "CarelessHandler is not sealed");
    }

    [Test]
    public void Every_request_gets_an_answer_that_can_be_a_refusal()
    {
        _canRefuse.HoldsFor(Layers.Requests);
        _canRefuse.Reports(typeof(CarelessCommand), "CarelessCommand");
    }

    [Test]
    public void Every_request_with_text_has_a_validator()
    {
        _validated.HoldsFor(Layers.Requests.Where(request => Texts(request).Any()));
        _validated.Reports(typeof(CarelessCommand), "no validator");
    }

    [Test]
    public void No_request_prints_its_text_neither_that_of_a_use_case_nor_that_of_a_body()
    {
        var bodies = Layers.Controllers.SelectMany(Layers.ActionsOf).SelectMany(action => action.GetParameters()).Select(parameter => parameter.ParameterType)
            .Where(type => type.Assembly == Layers.WebApi);

        _mute.HoldsFor(Layers.Requests);
        _mute.HoldsFor(bodies);
        _mute.Reports(typeof(CarelessCommand), "CarelessCommand prints its members");
    }

    private static IEnumerable<PropertyInfo> Texts(Type type) =>
        type.GetProperties().Where(property => property.PropertyType == typeof(string) || typeof(IEnumerable<string>).IsAssignableFrom(property.PropertyType));

    // What the compiler makes for a record prints every member.
    private static bool PrintsItself(Type type) => type.GetMethod(nameof(ToString), Type.EmptyTypes)!.IsDefined(typeof(CompilerGeneratedAttribute));

    private static IEnumerable<Type> ValidatorsOf(Assembly assembly) =>
        AssemblyScanner.FindValidatorsInAssembly(assembly).Select(found => found.InterfaceType.GenericTypeArguments[0]);
}

internal static class SafeGenerics
{
    /// <summary>The generic type, or one that nothing can be assigned to when the argument breaks its constraint.</summary>
    internal static Type MakeGenericTypeSafely(this Type definition, Type argument)
    {
        try
        {
            return definition.MakeGenericType(argument);
        }
        catch (ArgumentException)
        {
            return typeof(void);
        }
    }
}
