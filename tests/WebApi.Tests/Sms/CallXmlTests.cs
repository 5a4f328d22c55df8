using System.Xml.Linq;
using CleanAuth.Application.Sms;
using CleanAuth.Domain.Sms;
using CleanAuth.WebApi.Sms;

namespace CleanAuth.WebApi.Tests.Sms;

public sealed class CallXmlTests
{
    [TestCase("""<&"'>""")]
    [TestCase("</Speak><Speak>")]
    [TestCase("]]><!-- &amp; -->")]
    public void A_brand_of_markup_stays_text(string brand)
    {
        var greeting = SpokenText.Greeting("en-US", new SmsPolicy { Domain = "example.com", BrandName = brand });

        var xml = XElement.Parse(CallXml.Write(new CallScript("en-US", greeting, new Uri("https://auth.example.com/voice/a/b/digits?a=1&b=%22"))));

        Assert.That(xml.Descendants().Select(element => element.Name.LocalName), Is.EqualTo(new[] { "GetDigits", "Speak", "Hangup" }));
        Assert.That(xml.Element("GetDigits")!.Element("Speak")!.Value, Is.EqualTo($"Hello from {brand}. Press 1 to hear your code."));
        Assert.That(xml.Element("GetDigits")!.Attribute("action")!.Value, Is.EqualTo("https://auth.example.com/voice/a/b/digits?a=1&b=%22"));
    }

    [Test]
    public void The_code_is_read_twice_and_nothing_is_asked_any_more() =>
        Assert.That(CallXml.Write(new CallScript("pt-BR", "A sua chave é 1, 2.")), Is.EqualTo(
            """<Response><Speak language="pt-BR" voice="WOMAN" loop="2">A sua chave é 1, 2.</Speak><Hangup /></Response>"""));

    [Test]
    public void Nothing_to_say_is_the_end_of_the_call() => Assert.That(CallXml.Write(CallScript.HangUp), Is.EqualTo("<Response><Hangup /></Response>"));
}
