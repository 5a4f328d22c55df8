using System.Net;
using CleanAuth.WebApi.Tests.Hosting;
using CleanAuth.WebApi.Tests.Input;
using CleanAuth.WebApi.Tests.Transport;

namespace CleanAuth.WebApi.Tests.Faults;

/// <summary>What nobody expected is a 500 that shows nothing of the inside, and leaves nothing half done.</summary>
public sealed class UnexpectedFaults : EveryOperation
{
    [Test]
    public async Task A_fault_in_every_operation_shows_no_type_query_table_or_path()
    {
        await Host.WaitForOutboxAsync();
        await Host.Database.ExecuteAsync("ALTER SCHEMA public RENAME TO elsewhere");
        try
        {
            using var scope = Assert.EnterMultipleScope();
            foreach (var operation in Operation.All(Host).Where(operation => !operation.IsSigned))
            {
                var answer = await Api.SendAsync(operation.Method, operation.Path, operation.Body is null ? null : Body(operation), operation.BodyIsOptional ? null : Callers.TokenFor(operation));
                AssertInternalError(answer, $"{operation}");
            }
        }
        finally
        {
            await Host.Database.ExecuteAsync("ALTER SCHEMA elsewhere RENAME TO public");
        }

        (await Api.GetAccountAsync(Callers.FullToken)).Expect(HttpStatusCode.OK);
    }

    [TestCase("otp_challenges")]
    [TestCase("otp_sends")]
    [TestCase("outbox_messages")]
    public async Task A_send_that_fails_in_any_table_sends_nothing_and_leaves_nothing(string table)
    {
        await Host.WaitForOutboxAsync();
        var (before, messages, phone) = (await TableImage.TakeAsync(Host.Database), Host.Plivo.Messages.Count, AuthApi.NewPhone());

        await WithoutAsync(table, async () => AssertInternalError(await Api.SendOtpAsync(phone), table));

        Assert.That(await TableImage.TakeAsync(Host.Database), Is.EqualTo(before));
        Assert.That(Host.Plivo.Messages, Has.Count.EqualTo(messages));
    }

    [TestCase("sessions")]
    [TestCase("refresh_tokens")]
    [TestCase("audit_events")]
    public async Task A_log_in_that_fails_in_any_table_opens_no_session(string table)
    {
        var email = AuthApi.NewEmail();
        (await Api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        var (before, lines) = (await TableImage.TakeAsync(Host.Database), Host.Logs.Lines.Count);

        await WithoutAsync(table, async () => AssertInternalError(await Api.LogInAsync(email), table));

        Assert.That(await TableImage.TakeAsync(Host.Database), Is.EqualTo(before));
        Assert.That(Host.Logs.Lines.Skip(lines), Has.None.Contains("LoginSucceeded"), "nor does a log line say that it did");
        (await Api.LogInAsync(email)).Expect(HttpStatusCode.OK);
    }

    [TestCase("pending_logins")]
    [TestCase("audit_events")]
    public async Task A_first_step_that_fails_in_any_table_gives_no_restricted_token(string table)
    {
        var before = await TableImage.TakeAsync(Host.Database);

        await WithoutAsync(table, async () => AssertInternalError(await Api.LogInAsync(Callers.Email), table));

        Assert.That(await TableImage.TakeAsync(Host.Database), Is.EqualTo(before));
    }

    [TestCase("accounts")]
    [TestCase("audit_events")]
    public async Task A_sign_up_that_fails_in_any_table_leaves_no_account(string table)
    {
        var (email, before) = (AuthApi.NewEmail(), await TableImage.TakeAsync(Host.Database));

        await WithoutAsync(table, async () => AssertInternalError(await Api.SignUpAsync(email), table));

        Assert.That(await TableImage.TakeAsync(Host.Database), Is.EqualTo(before));
        (await Api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
    }

    [Test]
    public async Task A_refresh_that_fails_leaves_the_token_unspent()
    {
        var email = AuthApi.NewEmail();
        (await Api.SignUpAsync(email)).Expect(HttpStatusCode.Created);
        var refreshToken = (await Api.LogInAsync(email)).Expect(HttpStatusCode.OK)["refreshToken"]!;
        var before = await TableImage.TakeAsync(Host.Database);

        await WithoutAsync("sessions", async () => AssertInternalError(await Api.RefreshAsync(refreshToken), "refresh"));

        Assert.That(await TableImage.TakeAsync(Host.Database), Is.EqualTo(before));
        (await Api.RefreshAsync(refreshToken)).Expect(HttpStatusCode.OK);
    }

    [Test]
    public async Task The_cause_is_in_the_log_with_the_pattern_of_its_route()
    {
        var before = Host.Logs.Lines.Count;

        await WithoutAsync("accounts", async () => AssertInternalError(await Api.LogInAsync(AuthApi.NewEmail()), "login"));

        Assert.That(Host.Logs.Lines.Skip(before), Has.Some.Contains("[9002] Unexpected fault in POST api/v1/auth/login").And.Some.Contains("42P01"));
    }

    private static void AssertInternalError(Answer answer, string what)
    {
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.InternalServerError), $"{what}: {answer.Body}");
        Refusal.AssertIsProblem(answer, what);
        Assert.That(answer.Code, Is.EqualTo("internal_error"), what);
        Assert.That(answer.Body, Does.Not.Contain("42P01").And.Not.Contain("schema").And.Not.Contain("elsewhere").And.Not.Contain("/src/").And.Not.Contain("/repo/"), what);
        HeaderSet.AssertIsOn(answer, what);
    }

    private async Task WithoutAsync(string table, Func<Task> act)
    {
        await Host.Database.ExecuteAsync($"ALTER TABLE {table} RENAME TO missing");
        try
        {
            await act();
        }
        finally
        {
            await Host.Database.ExecuteAsync($"ALTER TABLE missing RENAME TO {table}");
        }
    }
}
