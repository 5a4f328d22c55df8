using System.Net.Http.Headers;
using System.Text;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>Sends attacks to every operation that takes a body, and proves of all of them that they are refused and change nothing.</summary>
public abstract class EveryOperation
{
    protected ServiceHost Host { get; private set; }

    protected AuthApi Api { get; private set; }

    protected Callers Callers { get; private set; }

    protected IReadOnlyList<Operation> Operations { get; private set; }

    [OneTimeSetUp]
    public async Task Start()
    {
        Host = await ServiceHost.StartAsync();
        Api = Host.Client();
        Callers = await Callers.CreateAsync(Host);
        Operations = Operation.WithBody(Host);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => Host?.DisposeAsync() ?? default;

    /// <summary>A body that breaks no rule, but for this member, which is this JSON.</summary>
    protected static string Body(Operation operation, Member? member = null, string? json = null)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return $"{{{string.Join(',', operation.Members.Select(one => $"\"{one.Name}\":{(one == member ? json : one.Sample())}"))}}}";
    }

    protected static HttpContent Json(string body) => Json(Encoding.UTF8.GetBytes(body));

    protected static HttpContent Json(byte[] body) =>
        new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    protected IEnumerable<Attack> OnEveryOperation(Func<Operation, string> body) => Operations.Select(operation => new Attack(operation, Json(body(operation))));

    /// <summary>The member of every operation that fits, as this JSON.</summary>
    protected IEnumerable<Attack> OnEveryMember(Func<Member, bool> fits, Func<Member, IEnumerable<string>> json) =>
        from operation in Operations
        from member in operation.Members.Where(fits)
        from text in json(member)
        select new Attack(operation, Json(Body(operation, member, text)), $"{member.Name}: {text}");

    protected async Task<Answer> SendAsync(Attack attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        using var request = new HttpRequestMessage(attack.Operation.Method, attack.Operation.Path) { Content = attack.Content };
        // A server that refuses a large body closes the connection: who goes on sending may lose the answer.
        request.Headers.ExpectContinue = attack.Content.Headers.ContentLength > 64 * 1024;
        if (Callers.TokenFor(attack.Operation) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await Api.SendAsync(request);
    }

    protected async Task<IReadOnlyList<Answer>> AssertAllRefusedAsync(IEnumerable<Attack> attacks, params string[] codes)
    {
        var before = await TableImage.TakeAsync(Host.Database);
        var answers = new List<Answer>();
        using (Assert.EnterMultipleScope())
        {
            foreach (var attack in attacks)
            {
                var answer = await SendAsync(attack);
                Refusal.AssertIsOne(answer, attack.ToString(), codes);
                answers.Add(answer);
            }
        }

        Assert.That(answers, Is.Not.Empty);
        Assert.That(await TableImage.TakeAsync(Host.Database), Is.EqualTo(before));
        return answers;
    }
}

/// <param name="What">What is wrong with it, for the message of a failing test.</param>
public sealed record Attack(Operation Operation, HttpContent Content, string What = "")
{
    public override string ToString() => $"{Operation} {(What.Length > 200 ? What[..200] : What)}";
}
