using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Sms;

namespace CleanAuth.Infrastructure.Tests.Sms;

internal sealed class A_claim_of_the_outbox
{
    private OutboxTable _table;

    [SetUp]
    public async Task Create() => _table = await OutboxTable.CreateAsync();

    [TearDown]
    public ValueTask Drop() => _table?.DisposeAsync() ?? default;

    [Test]
    public async Task Gives_each_message_to_one_node_only()
    {
        var added = await _table.AddAsync(OutboxTable.Phones(60));

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _table.ClaimAsync(OutboxTable.Now, most: 10)));

        // A node that waited for another one's claim may get less than it asked for, and asks again.
        var claimed = claims.SelectMany(claim => claim).Concat(await _table.ClaimAsync(OutboxTable.Now)).Select(message => (message.Id, message.Attempts));
        Assert.That(claimed, Is.EquivalentTo(added.Select(id => (id, 1))));
    }

    // When the planner was last told that nothing waits, it reads the inner select once for each message that does.
    [Test]
    public async Task Takes_no_more_than_there_is_room_for_whatever_the_planner_believes()
    {
        await _table.AddAsync(OutboxTable.Phones(30));
        await _table.ExecuteAsync("UPDATE outbox_messages SET state = 3");
        await _table.ExecuteAsync("VACUUM ANALYZE outbox_messages");
        await _table.AddAsync(OutboxTable.Phones(20));

        Assert.That(await _table.ClaimAsync(OutboxTable.Now, most: 3), Has.Count.EqualTo(3));
    }

    [TestCase(OutboxState.Queued)]
    [TestCase(OutboxState.Claimed)]
    [TestCase(OutboxState.Sending)]
    public async Task Passes_over_a_message_while_an_older_one_to_its_number_is_unfinished(OutboxState older)
    {
        var added = await _table.AddAsync("+447700900001", "+447700900001", "+447700900002");
        await _table.ExecuteAsync($"UPDATE outbox_messages SET state = {(int)older}, due_at = '2030-01-01' WHERE id = '{added[0]}'");

        Assert.That((await _table.ClaimAsync(OutboxTable.Now)).Select(message => message.Id), Is.EqualTo([added[2]]));
    }

    [TestCase(OutboxState.Sent)]
    [TestCase(OutboxState.Failed)]
    [TestCase(OutboxState.Unknown)]
    public async Task Takes_the_next_message_to_a_number_once_the_older_one_is_finished(OutboxState older)
    {
        var added = await _table.AddAsync("+447700900001", "+447700900001");
        await _table.ExecuteAsync($"UPDATE outbox_messages SET state = {(int)older} WHERE id = '{added[0]}'");

        Assert.That((await _table.ClaimOneAsync(OutboxTable.Now)).Id, Is.EqualTo(added[1]));
    }

    [Test]
    public async Task Holds_for_its_lease_and_not_longer()
    {
        await _table.AddAsync("+447700900001");
        await _table.ClaimOneAsync(OutboxTable.Now);

        Assert.That(await _table.ClaimAsync(OutboxTable.Now + OutboxTable.Lease - TimeSpan.FromMilliseconds(1)), Is.Empty);
        Assert.That((await _table.ClaimOneAsync(OutboxTable.Now + OutboxTable.Lease)).Attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task That_ran_out_lets_its_holder_neither_leave_nor_write_once_another_node_has_the_message()
    {
        var id = (await _table.AddAsync("+447700900001")).Single();
        var (first, later) = (await _table.ClaimOneAsync(OutboxTable.Now), OutboxTable.Now + OutboxTable.Lease);
        var second = await _table.ClaimOneAsync(later);

        Assert.That(await LeaveAsync(first, later), Is.False);
        await _table.RunAsync(queue => queue.FinishAsync(first, new SendOutcome(SendOutcomeKind.Refused, Reason: "bad_request"), later));
        await RetryAsync(first, later);
        Assert.That(await _table.FindAsync(id), Has.Property("State").EqualTo(OutboxState.Claimed).And.Property("Attempts").EqualTo(2));

        Assert.That(await LeaveAsync(second, later), Is.True);
    }

    [Test]
    public async Task Lets_its_holder_leave_once()
    {
        await _table.AddAsync("+447700900001");
        var message = await _table.ClaimOneAsync(OutboxTable.Now);

        Assert.That(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LeaveAsync(message, OutboxTable.Now))), Has.Exactly(1).True);
    }

    private Task<bool> LeaveAsync(OutboxMessageRow message, DateTimeOffset now) => _table.RunAsync(queue => queue.LeaveAsync(message, now, default));

    private Task<bool> RetryAsync(OutboxMessageRow message, DateTimeOffset at) => _table.RunAsync(async queue =>
    {
        await queue.RetryAsync(message, "throttled", at);
        return true;
    });
}
