using System.Reflection;
using CleanAuth.Application.Accounts;
using CleanAuth.Application.Login;
using CleanAuth.Domain;
using CleanAuth.Domain.Sessions;
using MediatR;

namespace CleanAuth.Application.Tests.Pipeline;

/// <summary>Whatever somebody logs by mistake, no text of a request and no token of an answer is in it.</summary>
public sealed class PrintingTests
{
    private const string Marker = "do-not-print";

    private static IEnumerable<Type> Requests() =>
        typeof(SignUpCommand).Assembly.GetTypes().Where(type => type.IsClass && !type.IsAbstract && AnswerOf(type) is not null);

    private static IEnumerable<Type> Answers() => typeof(SignUpCommand).Assembly.GetTypes()
        .Where(type => type.IsClass && !type.IsAbstract && Requests().Select(AnswerOf).Any(answer => answer!.IsAssignableFrom(type)) && Texts(type).Any(IsSecret));

    [TestCaseSource(nameof(Requests))]
    public void A_request_prints_none_of_its_texts(Type request)
    {
        Assert.That($"{Make(request)}", Does.Not.Contain(Marker));
        Assert.That($"{Make(request)}", Does.StartWith(request.Name));
    }

    [TestCaseSource(nameof(Answers))]
    public void An_answer_prints_none_of_its_secrets(Type answer) => Assert.That(PrintedSecrets(answer), Is.Empty);

    [Test]
    public void There_are_requests_and_answers_to_look_at()
    {
        Assert.That(Requests().Count(), Is.GreaterThan(8));
        Assert.That(Answers(), Does.Contain(typeof(LoginComplete)).And.Contains(typeof(SecondFactorRequired)));
    }

    [Test]
    public void A_request_and_an_answer_that_do_print_are_seen()
    {
        Assert.That($"{Make(typeof(TalkativeCommand))}", Does.Contain(Marker));
        Assert.That(PrintedSecrets(typeof(TalkativeAnswer)), Is.EqualTo(new[] { nameof(TalkativeAnswer.AccessToken) }));
    }

    private static Type? AnswerOf(Type request)
    {
        var response = request.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))?.GenericTypeArguments[0];
        return response is { IsGenericType: true } && response.GetGenericTypeDefinition() == typeof(Result<>) ? response.GenericTypeArguments[0] : null;
    }

    private static IEnumerable<PropertyInfo> Texts(Type type) =>
        type.GetProperties().Where(property => property.PropertyType == typeof(string) || typeof(IEnumerable<string>).IsAssignableFrom(property.PropertyType));

    private static bool IsSecret(PropertyInfo member) =>
        member.Name.EndsWith("Token", StringComparison.Ordinal) || member.Name.EndsWith("Codes", StringComparison.Ordinal) || member.Name is "Password" or "Code" or "Secret";

    private static IEnumerable<string> PrintedSecrets(Type answer) =>
        Texts(answer).Where(IsSecret).Where(member => $"{Make(answer)}".Contains($"{Marker}-{member.Name}", StringComparison.OrdinalIgnoreCase)).Select(member => member.Name);

    /// <summary>One of these, with a marker that names the member in every text.</summary>
    private static object Make(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Value(parameter.ParameterType, parameter.Name!))]);
    }

    private static object? Value(Type type, string name)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare switch
        {
            _ when bare == typeof(string) => $"{Marker}-{name}",
            _ when bare == typeof(IReadOnlyList<string>) => new[] { $"{Marker}-{name}" },
            _ when bare == typeof(IReadOnlyDictionary<string, string>) => new Dictionary<string, string> { [name] = $"{Marker}-{name}" },
            { IsGenericType: true } when bare.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => Array.CreateInstance(bare.GenericTypeArguments[0], 1),
            _ when bare == typeof(AuthenticationMethods) => AuthenticationMethods.Password,
            { IsValueType: true } => Activator.CreateInstance(bare),
            _ => Make(bare),
        };
    }

    private sealed record TalkativeCommand(string Password);

    private sealed record TalkativeAnswer(string AccessToken, string TokenType);
}
