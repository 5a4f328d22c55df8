using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Administration;
using CleanAuth.Domain.Paging;
using CleanAuth.Domain.TwoFactor;
using CleanAuth.Infrastructure.Administration;
using CleanAuth.Infrastructure.Persistence.PostgreSql;
using CleanAuth.Infrastructure.Seed;
using CleanAuth.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace CleanAuth.Infrastructure.Tests.Administration;

/// <summary>What PostgreSQL does for the lists of administrators among 50,000 accounts, in a database that sorts as English does.</summary>
public sealed class UserListPlans
{
    private const int Accounts = 50_000;
    private const int Size = 20;

    // 32 traits, a page and one more of each, and for each account that is shown whether a factor is suspended.
    private const int Bound = (32 * (Size + 1)) + (2 * (Size + 1));

    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly BudgetPolicy s_budgets = new();

    private TestDatabase _database;
    private NpgsqlDataSource _source;
    private int _suspended;

    private static IEnumerable<string?> Texts =>
    [
        null,
        "ann",                        // 1 of 40
        "anna.schmidt.",              // 1 of 1600
        "zzz",                        // none
        "anna.schmidt.nobody@x.test", // none, and long
        "0001",                       // 1 of 10000 numbers
        "000012345",                  // one
    ];

    private static IEnumerable<UserFilter> Filters =>
        from twoFactor in Enum.GetValues<FactorState>().Cast<FactorState?>().Append(null)
        from locked in s_any
        from required in s_any
        from disabled in s_any
        from role in Enum.GetValues<Role>().Cast<Role?>().Append(null)
        select new UserFilter { TwoFactor = twoFactor, Locked = locked, Required = required, Disabled = disabled, Role = role };

    private static readonly bool?[] s_any = [null, false, true];

    [OneTimeSetUp]
    public async Task Start()
    {
        _database = await TestDatabase.CreateSortedByLanguageAsync("en-US");
        _source = NpgsqlDataSource.Create(_database.OwnerConnectionString);
        await AccountSeed.AddAsync(_database.ConnectionString, Accounts, s_now);

        // A table of a few rows is always read whole.
        await _database.ExecuteAsync("INSERT INTO factor_budgets (account_id, factor, failures) SELECT id, 3, 1 FROM accounts");
        await _database.ExecuteAsync("VACUUM ANALYZE");
        _suspended = (int)await _database.ReadAsync<long>($"SELECT count(*) FROM factor_budgets WHERE failures >= {s_budgets.SuspendAt}");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_database is not null)
        {
            await _source.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    [TestCaseSource(nameof(Texts))]
    public async Task No_filter_makes_the_database_look_at_more_than_some_pages_of_accounts(string? text)
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var filter in Filters)
        {
            var narrowed = filter with { Text = UserText.TryParse(text, out var parsed) ? parsed : null };
            var first = await ExplainAsync(narrowed, after: null);
            AssertIsBounded(first.Plan, narrowed);
            if (first.Page.Last is { } last)
            {
                AssertIsBounded((await ExplainAsync(narrowed, last)).Plan, narrowed);
            }
        }
    }

    [Test]
    public async Task The_last_pages_cost_as_little_as_the_first()
    {
        using var scope = Assert.EnterMultipleScope();
        var (oldest, middle) = (new PagePosition(s_now.AddYears(-7), Guid.Empty), new PagePosition(s_now.AddYears(-1), Guid.Empty));
        foreach (var filter in Filters)
        {
            AssertIsBounded((await ExplainAsync(filter, middle)).Plan, filter);
            AssertIsBounded((await ExplainAsync(filter, oldest)).Plan, filter);
        }
    }

    [TestCase("anna.s")]
    [TestCase("0001")]
    public async Task Every_page_of_a_search_is_sorted_by_bytes_whatever_the_language_of_the_database(string text)
    {
        Assert.That(UserText.TryParse(text, out var parsed), Is.True);
        var (found, after) = (new List<UserEntry>(), (PagePosition?)null);
        do
        {
            await using var db = Open();
            var page = await new UserDirectory(db, s_budgets).FindAsync(new UserFilter { Text = parsed }, new PageRequest(after, Size), CancellationToken.None);
            found.AddRange(page.Items);
            after = page.Last;
        }
        while (after is not null);

        var keys = found.Select(user => parsed!.EmailPrefix is null ? string.Concat(user.Phone!.Value.Reverse()) : user.Email.Value).ToList();
        Assert.That(keys, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.Unique);
        Assert.That(keys, Has.Count.EqualTo(await _database.ReadAsync<long>($"SELECT count(*) FROM accounts WHERE email LIKE '{text}%' OR phone_number LIKE '%{text}'")));
    }

    // Whatever is locked is read and sorted, and nothing else.
    private void AssertIsBounded(Plan plan, UserFilter filter)
    {
        var bound = filter.Locked is null ? Bound : Bound + (4 * _suspended);
        Assert.That(plan.ReadWhole, Is.Empty, $"{filter.Spelling}\n{plan}");
        Assert.That(plan.Visited, Is.LessThanOrEqualTo(bound), $"{filter.Spelling}\n{plan}");
        Assert.That(plan.Sorted, Is.LessThanOrEqualTo(bound), $"{filter.Spelling}\n{plan}");
    }

    private async Task<(Plan Plan, Page<UserEntry> Page)> ExplainAsync(UserFilter filter, PagePosition? after)
    {
        var explained = new ExplainedQueries(_source);
        await using var db = Open(explained);
        var page = await new UserDirectory(db, s_budgets).FindAsync(filter, new PageRequest(after, Size), CancellationToken.None);
        return (explained.Plans.Single(), page);
    }

    private PostgresAuthDbContext Open(params IInterceptor[] interceptors) =>
        new(new DbContextOptionsBuilder<PostgresAuthDbContext>().UseNpgsql(_database.ConnectionString).AddInterceptors(interceptors).Options);
}
