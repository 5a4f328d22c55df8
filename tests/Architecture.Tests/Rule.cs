namespace CleanAuth.Architecture.Tests;

/// <summary>
/// Something that holds for every subject. A rule that found nothing to look at proves nothing, so it fails; and each rule is shown a
/// breaker, which it must report: otherwise it could be blind.
/// </summary>
/// <param name="offences">What is wrong with one subject, each in words that name it; empty when nothing is.</param>
internal sealed class Rule<T>(Func<T, IEnumerable<string>> offences)
{
    internal void HoldsFor(IEnumerable<T> subjects)
    {
        var all = subjects.ToList();
        Assert.That(all, Is.Not.Empty, "the rule has nothing to look at");
        Assert.That(all.SelectMany(offences), Is.Empty);
    }

    internal void Reports(T breaker, string what) => Assert.That(offences(breaker), Has.Some.Contains(what));

    internal void Accepts(T subject) => Assert.That(offences(subject), Is.Empty);
}
