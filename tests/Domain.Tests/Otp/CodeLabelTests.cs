using CleanAuth.Domain.Otp;

namespace CleanAuth.Domain.Tests.Otp;

public sealed class CodeLabelTests
{
    [Test]
    public void Every_letter_and_digit_that_cannot_be_misread_occurs_and_no_other()
    {
        // One of the 192 labels is missing among 20,000 once in about 10^43 runs.
        var labels = Enumerable.Range(0, 20_000).Select(_ => CodeLabel.Generate()).Distinct().ToList();

        var readable = from letter in "ABCDEFGHJKLMNPQRSTUVWXYZ" from digit in "23456789" select $"{letter}{digit}";
        Assert.That(labels, Is.EquivalentTo(readable));
    }
}
