using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Passwords;

namespace CleanAuth.WebApi.Tests.Spend;

/// <summary>Whether there is money left is told to nobody who forgot a password: a decoy takes the place of the message.</summary>
public sealed class ResetsAtTheEdge
{
    private const int People = 10;

    [Test]
    public async Task Ten_parallel_resets_with_money_for_five_are_answered_alike_and_five_messages_leave()
    {
        await using var host = await SpendHost.StartAsync(("CountryDayCap", "1.5"), ("MaxPerPrefixPerHour", "1000"), ("MaxPerClientPerHour", "1000"));
        var api = host.Client();
        var people = new List<Person>();
        for (var i = 0; i < People; i++)
        {
            people.Add(await api.NewPersonAsync());
        }

        // All have asked the guard, and none was counted, when the first is let through.
        Task<Answer[]>? asked = null;
        await host.Database.ChangeWhileItWaitsAsync(
            "SELECT FROM spend_counters FOR UPDATE", () => Task.FromResult(asked = AtOnce.SendAsync(People, i => api.ForgotAsync(people[i].Email))), "SELECT 1", People);
        var answers = await asked!;

        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(HttpStatusCode.Accepted));
        Assert.That(await host.Database.ReadAsync<long>("SELECT count(*) FROM outbox_messages"), Is.EqualTo(People + 5), "those of signing up came first");
        Assert.That(await host.Database.ReadAsync<long>("SELECT count(*) FROM otp_challenges WHERE purpose = 4"), Is.EqualTo(People));
    }
}
