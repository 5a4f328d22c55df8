using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Otp;
using CleanAuth.Domain.Sms;

namespace CleanAuth.Domain.Tests.Sms;

public sealed class OutgoingMessageTests
{
    [Test]
    public void It_prints_neither_its_text_nor_the_number()
    {
        var message = new OutgoingMessage(Guid.Empty, OtpChannel.Sms, PhoneNumber.Parse("+447700900123"), "123456 is your code", DateTimeOffset.UnixEpoch);

        Assert.That($"{message}", Is.EqualTo("OutgoingMessage(00000000-0000-0000-0000-000000000000, ***23)"));
    }
}
