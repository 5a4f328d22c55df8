using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Sms;

namespace CleanAuth.Infrastructure.Tests.Sms;

internal sealed class A_message_that_was_leaving
{
    private static readonly DateTimeOffset s_later = OutboxTable.Now + OutboxTable.Lease;

    private OutboxTable _table;
    private OutboxMessageRow _message;

    [SetUp]
    public async Task Leave()
    {
        _table = await OutboxTable.CreateAsync();
        await _table.AddAsync("+447700900001");
        _message = await _table.ClaimOneAsync(OutboxTable.Now);
        Assert.That(await _table.RunAsync(queue => queue.LeaveAsync(_message, OutboxTable.Now, default)), Is.True);
    }

    [TearDown]
    public ValueTask Drop() => _table?.DisposeAsync() ?? default;

    [Test]
    public async Task Does_not_leave_once_the_kill_switch_is_on()
    {
        await _table.AddAsync("+447700900002");
        var next = await _table.ClaimOneAsync(OutboxTable.Now);
        await _table.ExecuteAsync("UPDATE sms_switch SET is_off = true");

        Assert.That(await _table.RunAsync(queue => queue.LeaveAsync(next, OutboxTable.Now, default)), Is.False);
    }

    [Test]
    public async Task Is_not_given_up_before_its_lease_ran_out() =>
        Assert.That(await GiveUpAsync(s_later - TimeSpan.FromMilliseconds(1)), Is.Zero);

    [Test]
    public async Task Is_unknown_after_its_lease_and_never_sent_again()
    {
        Assert.That(await _table.ClaimAsync(s_later.AddHours(1)), Is.Empty, "leaving");
        Assert.That(await GiveUpAsync(s_later), Is.EqualTo(1));

        var row = await FindAsync();
        Assert.That((row.State, row.Reason, row.ProtectedText), Is.EqualTo((OutboxState.Unknown, "node_lost", (byte[]?)null)));
        Assert.That(await _table.ClaimAsync(s_later.AddHours(1)), Is.Empty);
    }

    [TestCase(SendOutcomeKind.Accepted, OutboxState.Sent, "id")]
    [TestCase(SendOutcomeKind.Refused, OutboxState.Failed, null)]
    [TestCase(SendOutcomeKind.Unknown, OutboxState.Unknown, null)]
    [TestCase(SendOutcomeKind.NotSent, OutboxState.Failed, null)]
    public async Task Ends_in_a_final_state_without_its_text(SendOutcomeKind kind, OutboxState state, string? id)
    {
        await FinishAsync(kind, id, "why");

        var row = await FindAsync();
        Assert.That((row.State, row.ProviderId, row.Reason, row.ProtectedText, row.FinishedAt), Is.EqualTo((state, id, "why", (byte[]?)null, (DateTimeOffset?)s_later)));
    }

    [TestCase(SendOutcomeKind.Accepted, OutboxState.Sent)]
    [TestCase(SendOutcomeKind.Refused, OutboxState.Failed)]
    [TestCase(SendOutcomeKind.Unknown, OutboxState.Unknown)]
    public async Task Takes_the_truth_of_a_slow_node_after_it_was_given_up(SendOutcomeKind kind, OutboxState state)
    {
        await GiveUpAsync(s_later);

        await FinishAsync(kind, null, "truth");

        Assert.That(await FindAsync(), Has.Property("State").EqualTo(state).And.Property("Reason").EqualTo("truth"));
    }

    [Test]
    public async Task Waits_again_with_its_text_when_a_slow_node_knows_that_it_was_not_sent()
    {
        await GiveUpAsync(s_later);

        await RetryAsync(s_later);

        var again = await _table.ClaimOneAsync(s_later);
        Assert.That((again.ProtectedText, again.FinishedAt, again.Attempts), Is.EqualTo((_message.ProtectedText, (DateTimeOffset?)null, 2)));
    }

    [TestCase(SendOutcomeKind.Accepted)]
    [TestCase(SendOutcomeKind.Refused)]
    [TestCase(SendOutcomeKind.Unknown)]
    public async Task Keeps_the_first_outcome_that_somebody_knew(SendOutcomeKind first)
    {
        await FinishAsync(first, null, "first");
        var before = await FindAsync();

        await FinishAsync(SendOutcomeKind.Accepted, "second", null);
        await RetryAsync(s_later);
        await GiveUpAsync(s_later.AddHours(1));

        var after = await FindAsync();
        Assert.That((after.State, after.Reason, after.ProviderId), Is.EqualTo((before.State, before.Reason, before.ProviderId)));
    }

    private Task<OutboxMessageRow> FindAsync() => _table.FindAsync(_message.Id);

    private Task<int> GiveUpAsync(DateTimeOffset now) => _table.RunAsync(queue => queue.GiveUpLostAsync(now, default));

    private Task<bool> FinishAsync(SendOutcomeKind kind, string? id, string? reason) =>
        _table.RunAsync(queue => queue.FinishAsync(_message, new SendOutcome(kind, id, reason), s_later));

    private Task<bool> RetryAsync(DateTimeOffset at) => _table.RunAsync(async queue =>
    {
        await queue.RetryAsync(_message, "throttled", at);
        return true;
    });
}
