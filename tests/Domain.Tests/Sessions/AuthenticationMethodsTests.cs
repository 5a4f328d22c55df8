using CleanAuth.Domain.Sessions;

namespace CleanAuth.Domain.Tests.Sessions;

public sealed class AuthenticationMethodsTests
{
    [Test]
    public void A_password_alone_is_one_factor()
    {
        Assert.That(AuthenticationMethods.Password.Amr, Is.EqualTo(new[] { "pwd" }));
        Assert.That(AuthenticationMethods.Password.AssuranceLevel, Is.EqualTo(1));
        Assert.That(AuthenticationMethods.Password.Acr, Is.EqualTo("urn:cleanauth:acr:1"));
    }

    [Test]
    public void A_password_and_a_code_by_SMS_are_two()
    {
        Assert.That(AuthenticationMethods.PasswordAndSms.Amr, Is.EqualTo(new[] { "pwd", "sms", "mfa" }));
        Assert.That(AuthenticationMethods.PasswordAndSms.AssuranceLevel, Is.EqualTo(2));
        Assert.That(AuthenticationMethods.PasswordAndSms.Acr, Is.EqualTo("urn:cleanauth:acr:2"));
    }

    [Test]
    public void The_stored_form_gives_back_what_was_proved()
    {
        Assert.That(AuthenticationMethods.PasswordAndSms.ToString(), Is.EqualTo("pwd sms mfa"));
        foreach (var methods in new[] { AuthenticationMethods.Password, AuthenticationMethods.PasswordAndSms })
        {
            var read = AuthenticationMethods.Parse(methods.ToString());

            Assert.That(read.Amr, Is.EqualTo(methods.Amr));
            Assert.That(read.Acr, Is.EqualTo(methods.Acr));
        }
    }
}
