using DataRange = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace CleanAuth.Domain.Tests;

/// <summary>The check itself sees what it is there to see.</summary>
public sealed class PolicyCheckTests
{
    [Test]
    public void A_number_without_a_range_is_seen() => Assert.That(PolicyCheck.Unbounded(typeof(Loose)), Is.EqualTo(new[] { nameof(Loose.Anything) }));

    [Test]
    public void A_value_outside_its_range_is_seen() => Assert.That(PolicyCheck.Refused(new Loose { Bounded = 11 }), Is.EqualTo(new[] { nameof(Loose.Bounded) }));

    private sealed class Loose
    {
        [DataRange(1, 10)]
        public int Bounded { get; init; } = 1;

        public int Anything { get; init; }
    }
}
