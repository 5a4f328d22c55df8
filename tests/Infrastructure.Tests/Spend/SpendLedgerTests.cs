using CleanAuth.Domain.Spend;
using CleanAuth.Infrastructure.Persistence;
using CleanAuth.Infrastructure.Sms;
using CleanAuth.Infrastructure.Spend;
using Microsoft.Extensions.DependencyInjection;

namespace CleanAuth.Infrastructure.Tests.Spend;

/// <summary>The real price of a message takes the place of the price that was taken, exactly once.</summary>
public sealed class SpendLedgerTests
{
    private const string Phone = "+447700900123";

    private SpendNode _node;

    [SetUp]
    public async Task Start() => _node = await SpendNode.StartAsync();

    [TearDown]
    public ValueTask Stop() => _node?.DisposeAsync() ?? default;

    [TestCase("0.0079", 7_900)]
    [TestCase("0.3", 300_000)]
    [TestCase("0", 0)]
    public async Task The_difference_moves_into_the_sums_of_the_day_that_the_message_was_made_on(string actual, long micros)
    {
        var message = await _node.StoreAsync(Phone);
        await _node.StoreAsync("+447700900124");

        await CorrectAsync(message, decimal.Parse(actual, System.Globalization.CultureInfo.InvariantCulture));

        Assert.That(await _node.MicrosAsync(SpendKind.CountryDay, "44"), Is.EqualTo(50_000 + micros));
        Assert.That(await _node.MicrosAsync(SpendKind.TotalDay, SpendKeys.Total), Is.EqualTo(50_000 + micros));
        Assert.That(await _node.Database.ReadAsync<long>($"SELECT price_micros FROM outbox_messages WHERE id = '{message}'"), Is.EqualTo(micros));
        Assert.That(await _node.Database.ReadAsync<long>("SELECT count(DISTINCT window_start) FROM spend_counters WHERE kind IN (5, 6)"), Is.EqualTo(1));
        Assert.That(await _node.Database.ReadAsync<long>("SELECT max(count) FROM spend_counters WHERE kind = 6"), Is.EqualTo(2), "a correction is no message");
    }

    [Test]
    public async Task The_same_price_again_changes_nothing_also_fifty_times_at_once()
    {
        var message = await _node.StoreAsync(Phone);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CorrectAsync(message, 0.07m)));

        Assert.That(await _node.MicrosAsync(SpendKind.CountryDay, "44"), Is.EqualTo(70_000));
        Assert.That(await _node.MicrosAsync(SpendKind.TotalDay, SpendKeys.Total), Is.EqualTo(70_000));
    }

    [Test]
    public async Task Of_different_prices_at_once_the_sums_hold_the_one_that_the_message_holds()
    {
        var message = await _node.StoreAsync(Phone);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => CorrectAsync(message, i / 1000m)));

        var price = await _node.Database.ReadAsync<long>("SELECT price_micros FROM outbox_messages");
        Assert.That(await _node.MicrosAsync(SpendKind.CountryDay, "44"), Is.EqualTo(price));
        Assert.That(await _node.MicrosAsync(SpendKind.TotalDay, SpendKeys.Total), Is.EqualTo(price));
    }

    [Test]
    public async Task A_correction_that_is_rolled_back_leaves_row_and_sums_as_they_were()
    {
        var message = await _node.StoreAsync(Phone);

        await _node.InScopeAsync<IServiceProvider>(async scope =>
        {
            await using var transaction = await scope.GetRequiredService<AuthDbContext>().Database.BeginTransactionAsync();
            await scope.GetRequiredService<SpendLedger>().CorrectAsync(message, Money.Of(1), CancellationToken.None);
        });

        Assert.That(await _node.MicrosAsync(SpendKind.TotalDay, SpendKeys.Total), Is.EqualTo(50_000));
        Assert.That(await _node.Database.ReadAsync<long>("SELECT price_micros FROM outbox_messages"), Is.EqualTo(50_000));
    }

    [Test]
    public Task A_message_that_there_is_not_is_passed_over() => CorrectAsync(Guid.CreateVersion7(SpendNode.Now), 1);

    [Test]
    public async Task What_arrived_is_counted_on_the_day_that_the_message_was_made_on()
    {
        var message = await _node.StoreAsync(Phone);

        await _node.InScopeAsync<SpendLedger>(ledger => ledger.CountDeliveredAsync(message, CancellationToken.None));

        Assert.That(await _node.Database.ReadAsync<long>("SELECT delivered FROM spend_counters WHERE kind = 5 AND key = '44'"), Is.EqualTo(1));
    }

    [Test]
    public async Task With_the_kill_switch_on_no_node_takes_a_message_but_those_whose_time_is_over()
    {
        var (old, young) = (await _node.StoreAsync(Phone), await _node.StoreAsync("+447700900124", SpendNode.Now.AddMinutes(3)));
        var now = SpendNode.Now.AddMinutes(6);
        await _node.InScopeAsync<ISmsSwitch>(sms => sms.SetAsync(off: true, now, CancellationToken.None));

        Assert.That((await ClaimAsync(now)).Select(message => message.Id), Is.EqualTo(new[] { old }));

        await _node.InScopeAsync<ISmsSwitch>(sms => sms.SetAsync(off: false, now, CancellationToken.None));
        Assert.That((await ClaimAsync(now)).Select(message => message.Id), Is.EqualTo(new[] { young }));
    }

    private Task<List<OutboxMessageRow>> ClaimAsync(DateTimeOffset now) => _node.InScopeAsync<OutboxQueue, List<OutboxMessageRow>>(queue => queue.ClaimAsync(16, now));

    private Task CorrectAsync(Guid message, decimal actual) =>
        _node.InScopeAsync<SpendLedger>(ledger => ledger.CorrectAsync(message, Money.Of(actual), CancellationToken.None));
}
