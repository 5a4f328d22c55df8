namespace CleanAuth.Architecture.Tests;

public sealed class RuleTests
{
    private readonly Rule<int> _even = new(number => number % 2 == 0 ? [] : [$"{number} is odd"]);

    [Test]
    public void It_holds_when_nobody_breaks_it() => _even.HoldsFor([2, 4]);

    [Test]
    public void It_fails_when_somebody_does() => Assert.That(() => _even.HoldsFor([2, 3]), Throws.TypeOf<AssertionException>().With.Message.Contains("3 is odd"));

    [Test]
    public void It_fails_when_it_matched_nothing() => Assert.That(() => _even.HoldsFor([]), Throws.TypeOf<AssertionException>());

    [Test]
    public void It_fails_when_it_does_not_see_a_breaker() => Assert.That(() => _even.Reports(2, "odd"), Throws.TypeOf<AssertionException>());
}
