using System.Collections.Concurrent;
using CleanAuth.Domain;
using CleanAuth.Infrastructure.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Accounts;

/// <summary>The queue in front of the hasher. A call is in the queue, or refused, when it returns its task.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PasswordHashingTests
{
    private readonly HeldHasher _hasher = new();
    private PasswordHashing _hashing;

    [SetUp]
    public void Make() => _hashing = Hashing(maxWaitSeconds: 60);

    [TearDown]
    public void End()
    {
        _hasher.Open.Set();
        _hashing.Dispose();
    }

    [Test]
    public async Task Those_who_wait_are_served_in_the_order_in_which_they_came()
    {
        var tries = Enumerable.Range(0, 3).Select(i => VerifyAsync($"password {i}")).ToList();
        var refused = await VerifyAsync("one too many");

        _hasher.Open.Set();
        await Task.WhenAll(tries);

        Assert.That(refused.Error, Is.SameAs(PasswordHashing.Busy));
        Assert.That(_hasher.Compared, Is.EqualTo(new[] { "password 0", "password 1", "password 2" }));
    }

    [Test]
    public async Task Who_goes_away_leaves_the_queue_to_the_next_and_is_not_counted()
    {
        using var leaving = new CancellationTokenSource();
        var (first, counted) = (VerifyAsync("first"), 0);
        Task<Result<PasswordVerificationResult>>[] left =
            [.. Enumerable.Range(0, 2).Select(i => _hashing.VerifyAsync("hash", $"left {i}", _ => Task.FromResult(Count(ref counted)), leaving.Token))];

        await leaving.CancelAsync();
        Assert.That(async () => await Task.WhenAll(left), Throws.InstanceOf<OperationCanceledException>());
        var next = VerifyAsync("next");
        _hasher.Open.Set();

        Assert.That((await first).IsSuccess && (await next).IsSuccess, Is.True);
        Assert.That(counted, Is.Zero);
        Assert.That(_hasher.Compared, Is.EqualTo(new[] { "first", "next" }));
    }

    [Test]
    public async Task Nobody_waits_for_longer_than_is_set()
    {
        using var impatient = Hashing(maxWaitSeconds: 1);
        var first = VerifyAsync("first", impatient);

        // Nothing ever frees the place: only the bound ends the wait.
        Assert.That((await VerifyAsync("second", impatient)).Error, Is.SameAs(PasswordHashing.Busy));

        _hasher.Open.Set();
        Assert.That((await first).IsSuccess, Is.True);
    }

    [Test]
    public async Task What_the_counter_refuses_is_not_hashed_and_frees_its_place()
    {
        var refusal = new Error(ErrorKind.Throttled, "password_throttled", "Wait.");

        for (var i = 0; i < 5; i++)
        {
            Assert.That((await _hashing.VerifyAsync("hash", "refused", _ => Task.FromResult<Result<Done>>(refusal), CancellationToken.None)).Error, Is.SameAs(refusal));
        }

        _hasher.Open.Set();
        Assert.That((await VerifyAsync("next")).IsSuccess, Is.True);
        Assert.That(_hasher.Compared, Is.EqualTo(new[] { "next" }));
    }

    [Test]
    public async Task A_password_that_is_replaced_waits_in_the_same_queue()
    {
        var first = VerifyAsync("first");
        var upgrades = Enumerable.Range(0, 2).Select(_ => _hashing.HashAsync("new", CancellationToken.None)).ToList();

        Assert.That((await _hashing.HashAsync("one too many", CancellationToken.None)).Error, Is.SameAs(PasswordHashing.Busy));

        _hasher.Open.Set();
        await Task.WhenAll([first, .. upgrades]);
    }

    private static Result<Done> Count(ref int counted)
    {
        counted++;
        return new Done();
    }

    private PasswordHashing Hashing(int maxWaitSeconds) =>
        new(_hasher, Options.Create(new PasswordHashingOptions { Parallel = 1, QueueLimit = 2, MaxWaitSeconds = maxWaitSeconds }));

    private Task<Result<PasswordVerificationResult>> VerifyAsync(string password, PasswordHashing? hashing = null) =>
        (hashing ?? _hashing).VerifyAsync("hash", password, _ => Task.FromResult<Result<Done>>(new Done()), CancellationToken.None);

    /// <summary>Compares nothing until it is opened.</summary>
    private sealed class HeldHasher : IPasswordHasher<AppUser>
    {
        public ManualResetEventSlim Open { get; } = new();

        public ConcurrentQueue<string> Compared { get; } = new();

        public string HashPassword(AppUser user, string password) => "hash";

        public PasswordVerificationResult VerifyHashedPassword(AppUser user, string hashedPassword, string providedPassword)
        {
            Open.Wait();
            Compared.Enqueue(providedPassword);
            return PasswordVerificationResult.Success;
        }
    }
}
