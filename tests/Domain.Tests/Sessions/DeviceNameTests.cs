using CleanAuth.Domain.Sessions;

namespace CleanAuth.Domain.Tests.Sessions;

public sealed class DeviceNameTests
{
    [TestCase("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Windows")]
    [TestCase("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", "Chrome on Windows")]
    [TestCase("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0", "Edge on Windows")]
    [TestCase("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 OPR/114.0.0.0", "Opera on Windows")]
    [TestCase("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "Safari on iPhone")]
    [TestCase("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone")]
    [TestCase("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/132.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone")]
    [TestCase("Mozilla/5.0 (iPad; CPU OS 12_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1 Mobile/15E148 Safari/604.1", "Safari on iPad")]
    [TestCase("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari on Mac")]
    [TestCase("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36", "Chrome on Android")]
    [TestCase("Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36", "Samsung Internet on Android")]
    [TestCase("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Linux")]
    [TestCase("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", "Chrome on Chromebook")]
    [TestCase("curl/8.5.0", "curl")]
    [TestCase("python-requests/2.32.3", "Python")]
    [TestCase("okhttp/4.12.0", "Android app")]
    [TestCase("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Windows")]
    [TestCase("Firefox/132.0", "Firefox")]
    [TestCase("an-own-client/1.0", DeviceName.Unknown)]
    [TestCase("not curl/8.5.0", DeviceName.Unknown)]
    [TestCase("", DeviceName.Unknown)]
    [TestCase(null, DeviceName.Unknown)]
    public void Is_what_people_call_it(string? userAgent, string name) => Assert.That(DeviceName.Of(userAgent), Is.EqualTo(name));

    [TestCase("<script>alert(1)</script>")]
    [TestCase("\u001b[31m\r\nSet-Cookie: a=b")]
    [TestCase("ann@example.com +447700900123")]
    public void Nothing_that_a_client_wrote_is_in_it(string text)
    {
        Assert.That(DeviceName.Of(text), Is.EqualTo(DeviceName.Unknown));
        Assert.That(DeviceName.Of($"{text} (Windows) Firefox/{text}"), Is.EqualTo("Firefox on Windows"));
        Assert.That(DeviceName.Of($"curl/{text}"), Is.EqualTo("curl"));
    }

    [Test]
    public void The_longest_name_has_room_and_what_comes_late_in_a_long_text_is_not_read()
    {
        Assert.That(DeviceName.Of("CrOS SamsungBrowser/1"), Is.EqualTo("Samsung Internet on Chromebook").And.Length.LessThanOrEqualTo(DeviceName.MaxLength));
        Assert.That(DeviceName.Of($"{new string('x', 512)} Firefox/1 Windows"), Is.EqualTo(DeviceName.Unknown));
    }
}
