namespace CleanAuth.Infrastructure.Tests.Auditing;

/// <summary>Whoever owns the tables can change them; the chain shows it (decisions 25).</summary>
public sealed class ShowingTampering
{
    private AuditedDays _days;

    [SetUp]
    public async Task Start() => _days = await AuditedDays.CreateAsync();

    [TearDown]
    public ValueTask Stop() => _days?.DisposeAsync() ?? default;

    [Test]
    public async Task A_trail_that_nobody_touched_is_whole_and_holds_every_event_once()
    {
        var (findings, verdict) = await AuditedDays.VerifyAsync(_days.Node);

        Assert.That(findings, Is.Empty);
        Assert.That((verdict.Events, verdict.Days, verdict.Purged, verdict.Waiting), Is.EqualTo((9L, 3, 0, 0)));
        Assert.That(await _days.FindAsync(await _days.HeadAsync(AuditedDays.FirstDay)), Is.Empty, "with a head of the log");
        Assert.That(await _days.Database.ReadAsync<long>("SELECT count(*) FROM audit_links"), Is.EqualTo(9));
    }

    [Test]
    public async Task A_removed_event_shows()
    {
        var id = await _days.EventAsync(AuditedDays.SecondDay, 2);
        await _days.Database.ExecuteAsync($"DELETE FROM audit_events WHERE id = '{id}'");

        Assert.That(await _days.FindAsync(), Is.EqualTo(new[] { $"2026-06-16: event {id} (number 2) was removed" }));
    }

    [TestCase("reason = 'Ticket 4712'")]
    [TestCase("reason = NULL")]
    [TestCase("reason = ''")]
    [TestCase("event = 8004")]
    [TestCase("outcome = 2")]
    [TestCase("origin = 0")]
    [TestCase("at = at + interval '1 microsecond'")]
    [TestCase("account_id = gen_random_uuid()")]
    [TestCase("account_id = NULL")]
    [TestCase("administrator_id = NULL")]
    [TestCase("session_id = gen_random_uuid()")]
    [TestCase("network = 'AAAAAAAAAAAAAAAA'")]
    [TestCase("administrator_id = NULL, session_id = administrator_id")]
    public async Task A_changed_event_shows(string change)
    {
        var id = await _days.EventAsync(AuditedDays.SecondDay, 2);
        await _days.Database.ExecuteAsync($"UPDATE audit_events SET {change} WHERE id = '{id}'");

        Assert.That(await _days.FindAsync(), Is.EqualTo(new[] { $"2026-06-16: event {id} (number 2) or its link was changed" }));
    }

    [Test]
    public async Task An_event_that_was_removed_with_its_link_shows()
    {
        await RemoveAsync(AuditedDays.SecondDay, "number = 2");

        Assert.That(await _days.FindAsync(), Is.EqualTo(new[] { "2026-06-16: links 2 to 2 were removed" }));
    }

    [Test]
    public async Task A_gap_that_is_closed_by_new_numbers_shows()
    {
        await RemoveAsync(AuditedDays.SecondDay, "number = 2");
        await _days.Database.ExecuteAsync("UPDATE audit_links SET number = 2 WHERE day = '2026-06-16' AND number = 3; UPDATE audit_days SET last_number = 2 WHERE day = '2026-06-16'");

        Assert.That(await _days.FindAsync(), Has.Count.EqualTo(1).And.All.Contains("was changed"));
    }

    [Test]
    public async Task A_removed_link_shows()
    {
        var id = await _days.EventAsync(AuditedDays.SecondDay, 2);
        await _days.Database.ExecuteAsync($"DELETE FROM audit_links WHERE event_id = '{id}'");

        Assert.That(await _days.FindAsync(), Is.EqualTo(new[] { "2026-06-16: links 2 to 2 were removed", $"event {id} is neither linked nor waiting: it slipped in, or its link was removed" }));
    }

    [Test]
    public async Task An_event_that_slipped_in_shows()
    {
        await _days.Database.ExecuteAsync("INSERT INTO audit_events (id, at, event, outcome, origin) VALUES ('01990000-0000-7000-8000-000000000001', now(), 2001, 0, 0)");

        Assert.That(await _days.FindAsync(), Is.EqualTo(new[] { "event 01990000-0000-7000-8000-000000000001 is neither linked nor waiting: it slipped in, or its link was removed" }));
    }

    [Test]
    public async Task An_event_that_was_removed_before_it_was_linked_shows()
    {
        await _days.RecordAsync(2);
        var id = await _days.Database.ReadAsync<Guid>("SELECT event_id FROM audit_queue ORDER BY event_id LIMIT 1");
        await _days.Database.ExecuteAsync($"DELETE FROM audit_events WHERE id = '{id}'");

        Assert.That(await _days.FindAsync(), Is.EqualTo(new[] { $"event {id} was removed before it was linked" }));
        await AuditedDays.SealAsync(_days.Node);
        Assert.That(await _days.FindAsync(), Is.EqualTo(new[] { $"event {id} was removed before it was linked" }), "and the others are linked all the same");
    }

    [Test]
    public async Task A_cut_tail_shows()
    {
        await RemoveAsync(AuditedDays.LastDay, "number > 1");

        Assert.That(await _days.FindAsync(), Is.EqualTo(new[] { "2026-06-17: ends with number 1 instead of 3: its end was removed, or its head was changed" }));
    }

    [Test]
    public async Task A_tail_that_was_cut_with_the_head_shows_against_the_head_that_was_kept_elsewhere()
    {
        var head = await _days.HeadAsync(AuditedDays.LastDay);
        await RemoveAsync(AuditedDays.LastDay, "number > 1");
        await _days.Database.ExecuteAsync("UPDATE audit_days SET last_number = 1, last_hash = (SELECT hash FROM audit_links WHERE day = '2026-06-17') WHERE day = '2026-06-17'");

        Assert.That(await _days.FindAsync(), Is.Empty, "nothing in the database can tell");
        Assert.That(await _days.FindAsync(head), Is.EqualTo(new[] { "the head that was given is not in the chain: what came before it was removed or changed" }));
    }

    [TestCase(AuditedDays.FirstDay, AuditedDays.SecondDay)]
    [TestCase(AuditedDays.SecondDay, AuditedDays.LastDay)]
    public async Task A_day_that_was_removed_as_a_whole_shows_at_the_next_one(string removed, string next)
    {
        var id = await _days.EventAsync(next, 1);
        await RemoveAsync(removed, "true");
        await _days.Database.ExecuteAsync($"DELETE FROM audit_days WHERE day = '{removed}'");

        Assert.That(await _days.FindAsync(), Is.EqualTo(new[] { $"{next}: event {id} (number 1) was changed, or its day does not continue the day before" }));
    }

    [Test]
    public async Task A_day_that_was_emptied_before_its_time_shows()
    {
        await RemoveAsync(AuditedDays.FirstDay, "true");

        Assert.That(await _days.FindAsync(), Is.EqualTo(new[] { "2026-06-15: ends with number 0 instead of 3: its end was removed, or its head was changed" }));
    }

    [TestCase("UPDATE audit_days SET last_hash = '\\x00' WHERE day = '2026-06-17'", "2026-06-17: its head was changed")]
    [TestCase("DELETE FROM audit_days WHERE day = '2026-06-17'", "2026-06-17: its head was removed")]
    [TestCase("DELETE FROM audit_days WHERE last_number = 0", "the beginning of the chain was removed or changed")]
    public async Task A_changed_or_removed_head_shows(string change, string found)
    {
        await _days.Database.ExecuteAsync(change);

        Assert.That(await _days.FindAsync(), Does.Contain(found));
    }

    [Test]
    public async Task A_chain_that_was_made_without_the_key_does_not_fit()
    {
        await using var stranger = _days.NewNode(Security.TestKeys.NewMasterKey("test1"));
        await _days.RecordAsync(1);
        await AuditedDays.SealAsync(stranger);

        Assert.That(await _days.FindAsync(), Has.Count.EqualTo(1).And.All.Contains("(number 4) or its link was changed"));
    }

    private async Task RemoveAsync(string day, string links)
    {
        await _days.Database.ExecuteAsync($"DELETE FROM audit_events WHERE id IN (SELECT event_id FROM audit_links WHERE day = '{day}' AND {links})");
        await _days.Database.ExecuteAsync($"DELETE FROM audit_links WHERE day = '{day}' AND {links}");
    }
}
