using System.Reflection;
using CleanAuth.Architecture.Tests.Breakers;
using CleanAuth.WebApi.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace CleanAuth.Architecture.Tests;

/// <summary>Controllers turn HTTP into a request for MediatR and back, say who may call, and know nothing else.</summary>
public sealed class ControllerRules
{
    private static readonly string[] s_policies =
        [.. typeof(Access).GetFields(BindingFlags.NonPublic | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

    private readonly Rule<Type> _mediatorAlone = new(controller => controller.GetConstructors().SelectMany(constructor => constructor.GetParameters())
        .Where(parameter => parameter.ParameterType != typeof(IMediator)).Select(parameter => $"{controller.Name} asks for {parameter.ParameterType.Name}"));

    private readonly Rule<Type> _noLocator = new(controller => Uses.Of(controller)
        .Where(used => used == typeof(IServiceProvider) || used.Name is "GetService" or "GetRequiredService" or "get_RequestServices")
        .Select(used => $"{controller.Name} looks for services by {used.Name}"));

    private readonly Rule<MethodInfo> _noServices = new(action => action.GetParameters()
        .Where(parameter => parameter.GetCustomAttributes().Any(attribute => attribute is IFromServiceMetadata or FromServicesAttribute)
            || parameter.ParameterType.IsInterface || parameter.ParameterType.Assembly == Layers.Infrastructure)
        .Select(parameter => $"{action.Name} asks for {parameter.ParameterType.Name}"));

    private readonly Rule<MethodInfo> _decided = new(action => Decisions(action) switch
    {
        [] => [$"{action.Name} says nothing about access"],
        [{ } only] when only is AllowAnonymousAttribute => [],
        [AuthorizeAttribute { Roles: null, AuthenticationSchemes: null, Policy: { } policy }] when s_policies.Contains(policy) => [],
        [AuthorizeAttribute] => [$"{action.Name} names no policy of Access"],
        _ => [$"{action.Name} decides twice"],
    });

    private readonly Rule<MethodInfo> _ownAnswers = new(action => AnswerOf(action.ReturnType) is { } answer && answer.Assembly != Layers.Application
        ? [$"{action.Name} answers with {answer.FullName}"]
        : []);

    private static IEnumerable<MethodInfo> Actions => Layers.Controllers.SelectMany(Layers.ActionsOf);

    [Test]
    public void A_controller_is_made_with_a_mediator_and_nothing_else()
    {
        Assert.That(Layers.Controllers.Where(controller => controller.GetConstructors().Length != 1), Is.Empty);
        _mediatorAlone.HoldsFor(Layers.Controllers);
        _mediatorAlone.Reports(typeof(CarelessController), "CarelessController asks for IAccounts");
    }

    [Test]
    public void An_action_asks_for_no_service()
    {
        _noServices.HoldsFor(Actions);
        _noServices.Reports(Breaker(nameof(CarelessController.Injected)), "Injected asks for IAccounts");
        _noServices.Reports(Breaker(nameof(CarelessController.Inferred)), "Inferred asks for IAccounts");
        _noLocator.HoldsFor(Layers.Controllers);
        _noLocator.Reports(typeof(CarelessController), "RequestServices");
    }

    [Test]
    public void Every_action_says_once_who_may_call_it()
    {
        Assert.That(s_policies, Has.Length.GreaterThanOrEqualTo(4));
        _decided.HoldsFor(Actions);
        _decided.Reports(Breaker(nameof(CarelessController.Forgotten)), "says nothing");
        _decided.Reports(Breaker(nameof(CarelessController.Bare)), "names no policy");
        _decided.Reports(Breaker(nameof(CarelessController.Unknown)), "names no policy");
        _decided.Reports(Breaker(nameof(CarelessController.Scheme)), "names no policy");
        _decided.Reports(Breaker(nameof(CarelessController.Both)), "decides twice");
    }

    [Test]
    public void An_answer_is_a_type_of_a_use_case_never_an_entity()
    {
        _ownAnswers.HoldsFor(Actions);
        _ownAnswers.Reports(Breaker(nameof(CarelessController.Entity)), "OutgoingRow");
        _ownAnswers.Reports(Breaker(nameof(CarelessController.Row)), "DevelopmentMessage");
    }

    private static MethodInfo Breaker(string action) => Layers.ActionsOf(typeof(CarelessController)).Single(method => method.Name == action);

    private static List<Attribute> Decisions(MethodInfo action) =>
        [.. action.GetCustomAttributes().Concat(action.DeclaringType!.GetCustomAttributes()).Where(attribute => attribute is IAuthorizeData or IAllowAnonymous)];

    private static Type? AnswerOf(Type type) => type switch
    {
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Task<>) => AnswerOf(type.GenericTypeArguments[0]),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ActionResult<>) => type.GenericTypeArguments[0],
        _ when type.IsAssignableTo(typeof(IActionResult)) => null,
        _ => type,
    };
}
