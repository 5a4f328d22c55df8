using CleanAuth.Application.Security;
using CleanAuth.Domain.Security;
using Moq;

namespace CleanAuth.Application.Tests.Security;

public sealed class RotateSigningKeysTests
{
    private readonly Mock<ISigningKeyRotation> _rotation = new(MockBehavior.Strict);
    private readonly FixedClock _clock = new();

    [TestCase(true)]
    [TestCase(false)]
    public async Task Without_haste_the_next_key_is_announced_and_no_other_is_touched(bool isNew)
    {
        _rotation.Setup(r => r.AnnounceAsync(_clock.Now, Some.Ct)).ReturnsAsync(new NextSigningKey(_clock.Now.AddDays(1), isNew));

        var rotated = await RotateAsync(now: false);

        Assert.That(rotated, Is.EqualTo(new SigningKeysRotated(_clock.Now.AddDays(1), isNew)));
    }

    [Test]
    public async Task With_haste_all_others_are_replaced()
    {
        _rotation.Setup(r => r.ReplaceAllAsync(_clock.Now, Some.Ct)).ReturnsAsync(_clock.Now.AddSeconds(5));

        Assert.That(await RotateAsync(now: true), Is.EqualTo(new SigningKeysRotated(_clock.Now.AddSeconds(5), IsNew: true)));
    }

    private async Task<SigningKeysRotated> RotateAsync(bool now) =>
        (await new RotateSigningKeysHandler(_rotation.Object, _clock).Handle(new RotateSigningKeysCommand(now), Some.Ct)).Value;
}
