using System.Net.Http.Headers;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>A name that comes twice in a query string means one thing to a proxy and another here: it is refused on every route.</summary>
public sealed class QueryStrings : EveryOperation
{
    [TestCase("?a=1&a=2")]
    [TestCase("?a=1&a=1")]
    [TestCase("?a&a")]
    [TestCase("?a=1&A=2")]
    [TestCase("?a=1&b=2&%61=3")]
    [TestCase("?=1&=2")]
    public async Task A_repeated_name_is_refused_on_every_route(string query)
    {
        await Host.WaitForOutboxAsync();
        var before = await TableImage.TakeAsync(Host.Database);
        using (Assert.EnterMultipleScope())
        {
            foreach (var operation in Operation.All(Host))
            {
                Refusal.AssertIsOne(await SendAsync(operation, query), $"{operation}{query}", "malformed_request");
            }
        }

        Assert.That(await TableImage.TakeAsync(Host.Database), Is.EqualTo(before));
    }

    [TestCase("?a=1&b=2")]
    [TestCase("?")]
    [TestCase("?a=1,2")]
    public async Task A_name_that_comes_once_is_not(string query)
    {
        foreach (var operation in Operation.All(Host))
        {
            Assert.That((await SendAsync(operation, query)).Code, Is.Not.EqualTo("malformed_request"), $"{operation}{query}");
        }
    }

    private async Task<Answer> SendAsync(Operation operation, string query)
    {
        using var request = new HttpRequestMessage(operation.Method, operation.Path + query) { Content = operation.Body is null ? null : Json(Body(operation)) };
        if (Callers.TokenFor(operation) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await Api.SendAsync(request);
    }
}
