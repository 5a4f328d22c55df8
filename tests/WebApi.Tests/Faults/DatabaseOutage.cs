using System.Net;
using CleanAuth.TestKit;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using CleanAuth.WebApi.Tests.Sms;
using CleanAuth.WebApi.Tests.Transport;
using Npgsql;

namespace CleanAuth.WebApi.Tests.Faults;

/// <summary>While the database is away the service is closed: it says so, does nothing, and is back as soon as the database is.</summary>
public sealed class DatabaseOutage : EveryOperation
{
    [SetUp]
    public async Task Begin_in_peace()
    {
        // Connections that died with the last test's outage may still be pooled: the first to take one is told that the database is away.
        for (var tries = 0; tries < 5 && (await Api.GetAccountAsync(Callers.FullToken)).Status != HttpStatusCode.OK; tries++)
        {
        }

        await Host.WaitForOutboxAsync();
    }

    [Test]
    public async Task Every_operation_answers_503_with_Retry_After_and_does_nothing()
    {
        var (before, messages) = (await TableImage.TakeAsync(Host.Database), Host.Plivo.Messages.Count);

        await using (await Away.TakeAsync(Host.Database))
        {
            using var scope = Assert.EnterMultipleScope();
            foreach (var operation in Operation.All(Host).Where(operation => !operation.IsSigned))
            {
                // Without the database nobody's token is good: neither is it called bad.
                foreach (var token in new[] { Callers.TokenFor(operation), Callers.FullToken }.Distinct())
                {
                    var answer = await Api.SendAsync(operation.Method, operation.Path, operation.Body is null ? null : Body(operation), token);
                    AssertUnavailable(answer, $"{operation}");
                }
            }
        }

        Assert.That(await TableImage.TakeAsync(Host.Database), Is.EqualTo(before));
        Assert.That(Host.Plivo.Messages, Has.Count.EqualTo(messages));
    }

    [Test]
    public async Task What_can_be_refused_without_the_database_still_is()
    {
        await using var away = await Away.TakeAsync(Host.Database);

        (await Api.GetAccountAsync(token: null)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await Api.GetAccountAsync("no-token")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await Api.PostAsync("/api/v1/auth/login", "{}")).Expect(HttpStatusCode.BadRequest, "validation_failed");
        (await Api.PostAsync("/api/v1/auth/login", "[")).Expect(HttpStatusCode.BadRequest, "malformed_request");
        (await Api.SendAsync(HttpMethod.Get, "/nothing")).Expect(HttpStatusCode.NotFound, "not_found");
    }

    [Test]
    public async Task Health_says_that_the_process_lives_and_cannot_work()
    {
        await using (await Away.TakeAsync(Host.Database))
        {
            (await Api.SendAsync(HttpMethod.Get, "/health/live")).Expect(HttpStatusCode.OK);
            var ready = await Api.SendAsync(HttpMethod.Get, "/health/ready");
            AssertUnavailable(ready, "/health/ready");
            Assert.That(ready.Body, Does.Not.Contain("database").IgnoreCase, "health says its state and nothing else");
        }

        (await Api.SendAsync(HttpMethod.Get, "/health/ready")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task Keys_configuration_and_problem_pages_need_no_database()
    {
        await using var away = await Away.TakeAsync(Host.Database);

        (await Api.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Expect(HttpStatusCode.OK);
        (await Api.SendAsync(HttpMethod.Get, "/.well-known/openid-configuration")).Expect(HttpStatusCode.OK);
        (await Api.SendAsync(HttpMethod.Get, "/problems/unavailable")).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task When_the_database_is_back_everything_works_without_a_restart()
    {
        var phone = AuthApi.NewPhone();
        await using (await Away.TakeAsync(Host.Database))
        {
            AssertUnavailable(await Api.GetAccountAsync(Callers.FullToken), "away");
            AssertUnavailable(await Api.SendOtpAsync(phone), "away");
        }

        (await Api.GetAccountAsync(Callers.FullToken)).Expect(HttpStatusCode.OK);
        var (email, proof) = (AuthApi.NewEmail(), await Api.ProvePhoneAsync(phone));
        (await Api.SignUpAsync(email, proof)).Expect(HttpStatusCode.Created);
        (await Api.LogInAsync(email)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task The_dispatcher_outlives_the_outage_and_sends_nothing_twice()
    {
        var (phone, hold) = (AuthApi.NewPhone(), new TaskCompletionSource());
        Host.Plivo.Behaviour = TestKit.Plivo.PlivoBehaviours.After(hold.Task, TestKit.Plivo.PlivoBehaviours.Accept);
        (await Api.SendOtpAsync(phone)).Expect(HttpStatusCode.Accepted);
        await Host.Plivo.WaitForMessageAsync(phone);

        await using (await Away.TakeAsync(Host.Database))
        {
            // The gateway takes the message while its outcome cannot be stored.
            hold.SetResult();
            AssertUnavailable(await Api.GetAccountAsync(Callers.FullToken), "away");
        }

        Host.Plivo.Behaviour = TestKit.Plivo.PlivoBehaviours.Accept;
        var other = AuthApi.NewPhone();
        (await Api.SendOtpAsync(other)).Expect(HttpStatusCode.Accepted);
        await Host.Plivo.WaitForMessageAsync(other);
        Assert.That(Host.Plivo.Messages.Count(message => message.To == phone), Is.EqualTo(1), "what was sent once is never sent again");
        await Host.Database.ExecuteAsync($"DELETE FROM outbox_messages WHERE phone = '{phone}'");
    }

    [Test]
    public async Task A_report_gets_503_so_that_Plivo_repeats_it_and_its_repeat_counts()
    {
        await using var webhooks = Webhooks.On(Host);
        var (challenge, message) = await webhooks.SendCodeAsync();
        var report = webhooks.Plivo.Report(Webhooks.Url, message.Uuid, "delivered");

        await using (await Away.TakeAsync(Host.Database))
        {
            AssertUnavailable(await webhooks.SendAsync(report), "report");
            (await webhooks.SendAsync(report with { Body = report.Body + "&x=" })).Expect(HttpStatusCode.Forbidden, "signature_invalid");
        }

        // A pooled connection may still be a dead one.
        for (var tries = 0; tries < 5 && (await webhooks.SendAsync(report)).Status != HttpStatusCode.OK; tries++)
        {
        }

        Assert.That((await webhooks.StatusAsync(challenge))["delivery"], Is.EqualTo("delivered"));
    }

    [Test]
    public async Task Connections_that_the_server_ends_are_not_held_against_the_next_request()
    {
        for (var i = 0; i < 5; i++)
        {
            (await Api.GetAccountAsync(Callers.FullToken)).Expect(HttpStatusCode.OK);
            await Away.EndConnectionsAsync(Host.Database);

            // The first to meet a dead connection may be told so; it leaves none for the next.
            var first = await Api.GetAccountAsync(Callers.FullToken);
            Assert.That(first.Code, Is.Null.Or.EqualTo("unavailable"));
        }
    }

    private static void AssertUnavailable(Answer answer, string what)
    {
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), $"{what}: {answer.Body}");
        Refusal.AssertIsProblem(answer, what);
        Assert.That(answer.Code, Is.EqualTo("unavailable"), what);
        Assert.That(HeaderSet.Field(answer, "Retry-After"), Is.EqualTo("5"), what);
        HeaderSet.AssertIsOn(answer, what);
    }

    /// <summary>A database that takes no connections until this ends, and ended those of the service.</summary>
    private sealed class Away : IAsyncDisposable
    {
        private readonly TestDatabase _database;

        private Away(TestDatabase database) => _database = database;

        internal static async Task<Away> TakeAsync(TestDatabase database)
        {
            await OnServerAsync(database, "ALTER DATABASE {0} WITH ALLOW_CONNECTIONS false");
            await EndConnectionsAsync(database);
            return new Away(database);
        }

        internal static Task EndConnectionsAsync(TestDatabase database) =>
            OnServerAsync(database, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{0}' AND usename LIKE '%_app'");

        public async ValueTask DisposeAsync() => await OnServerAsync(_database, "ALTER DATABASE {0} WITH ALLOW_CONNECTIONS true");

        private static async Task OnServerAsync(TestDatabase database, string sql)
        {
            var owner = new NpgsqlConnectionStringBuilder(database.OwnerConnectionString);
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql.Replace("{0}", owner.Database, StringComparison.Ordinal), connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
