using System.Reflection;
using CleanAuth.Architecture.Tests.Breakers;
using CleanAuth.Domain;
using CleanAuth.Domain.Sessions;
using CleanAuth.WebApi.Errors;

namespace CleanAuth.Architecture.Tests;

/// <summary>The catalogue that clients read and the errors that use cases give are one list.</summary>
public sealed class ErrorRules
{
    /// <summary>What the web layer itself refuses with, before or instead of a use case.</summary>
    private static readonly string[] s_ofHttp =
    [
        "malformed_request", "https_required", "not_found", "method_not_allowed", "request_timeout", "body_too_large", "unsupported_media_type", "rate_limited", "internal_error",
    ];

    private readonly Rule<Error> _catalogued = new(error => ProblemCatalogue.Codes.TryGetValue(error.Code, out var listed) switch
    {
        false => [$"{error.Code} is not in the catalogue"],
        true when listed!.Status != ProblemWriter.StatusOf(error.Kind) => [$"{error.Code} is {error.Kind} and listed as {listed.Status}"],
        _ => [],
    });

    private readonly Rule<ProblemCode> _real = new(listed =>
        s_ofHttp.Contains(listed.Code) || Errors(Layers.All).Any(error => error.Code == listed.Code) ? [] : [$"nobody answers with {listed.Code}"]);

    // An error that is made in passing would escape the comparison.
    private readonly Rule<Type> _madeInTheOpen = new(type => Uses.Of(type).OfType<ConstructorInfo>().Any(made => made.DeclaringType == typeof(Error))
        && type != typeof(Error) && !HoldsErrors(type) ? [$"{type.Name} makes an error in passing"] : []);

    [Test]
    public void Every_error_is_in_the_catalogue_with_the_status_of_its_kind()
    {
        _catalogued.HoldsFor(Errors([Layers.Domain, Layers.Application]));
        _catalogued.HoldsFor(Errors([Layers.Infrastructure]));
        _catalogued.Reports(StrayErrors.Unlisted, "nobody_listed_this is not in the catalogue");
        _catalogued.Reports(StrayErrors.WrongStatus, "code_invalid is Conflict and listed as 401");
    }

    [Test]
    public void Every_code_of_the_catalogue_is_answered_with_by_somebody()
    {
        _real.HoldsFor(ProblemCatalogue.Codes.Values);
        _real.Reports(new ProblemCode("nobody_says_this", 418, "Title", "Text"), "nobody answers with nobody_says_this");
        Assert.That(s_ofHttp, Is.SubsetOf(ProblemCatalogue.Codes.Keys), "the list holds nothing that is not in the catalogue");
    }

    [Test]
    public void Errors_are_made_where_they_can_be_compared_with_the_catalogue()
    {
        _madeInTheOpen.HoldsFor(Layers.TypesOf(Layers.Domain, Layers.Application, Layers.Infrastructure));
        _madeInTheOpen.Reports(typeof(PassingError), "PassingError makes an error in passing");
    }

    [Test]
    public void A_code_is_snake_case_and_its_words_are_sentences()
    {
        foreach (var listed in ProblemCatalogue.Codes.Values)
        {
            Assert.That(listed.Code, Does.Match(@"^[a-z]+(_[a-z]+)*\z"));
            Assert.That(listed.Status, Is.InRange(400, 599));
            Assert.That(listed.Title, Is.Not.Empty.And.Not.Contains("."));
            Assert.That(listed.Text, Does.EndWith("."));
        }
    }

    [Test]
    public void The_errors_that_are_looked_at_are_those_that_everybody_knows() =>
        Assert.That(Errors([Layers.Domain, Layers.Application]).Select(error => error.Code),
            Is.SupersetOf(new[] { "email_taken", "code_invalid", "refresh_token_reused", "resend_too_soon", "send_limit_reached", "validation_failed" }));

    private static bool HoldsErrors(Type type) => type.Name.EndsWith("Errors", StringComparison.Ordinal) || Held(type).Any();

    private static List<Error> Errors(IEnumerable<Assembly> assemblies) => [.. Layers.TypesOf(assemblies).SelectMany(type => Held(type).Concat(Made(type)))];

    private static IEnumerable<Error> Held(Type type)
    {
        const BindingFlags Static = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.ContainsGenericParameters
            ? []
            : type.GetFields(Static).Where(field => field.FieldType == typeof(Error)).Select(field => (Error)field.GetValue(null)!);
    }

    /// <summary>Errors that carry something, made with anything.</summary>
    private static IEnumerable<Error> Made(Type type) => type.Name.EndsWith("Errors", StringComparison.Ordinal)
        ? type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.ReturnType == typeof(Error) && !method.IsSpecialName)
            .Select(method => (Error)method.Invoke(null, [.. method.GetParameters().Select(parameter => Anything(parameter.ParameterType))])!)
        : [];

    private static object Anything(Type type) => type switch
    {
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(30),
        _ when type == typeof(Limit) => new Limit("limit", 1, TimeSpan.FromSeconds(30)),
        _ when type == typeof(IReadOnlyList<StepUpMethod>) => new[] { StepUpMethod.Password },
        _ when type.IsAssignableFrom(typeof(Dictionary<string, MemberError[]>)) => new Dictionary<string, MemberError[]>(),
        _ => throw new NotSupportedException($"Say here what an error can be made with: {type}."),
    };
}
