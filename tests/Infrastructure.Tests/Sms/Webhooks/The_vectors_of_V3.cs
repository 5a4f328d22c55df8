using CleanAuth.Infrastructure.Sms;
using CleanAuth.Infrastructure.Sms.Webhooks;

namespace CleanAuth.Infrastructure.Tests.Sms.Webhooks;

/// <summary>Known signatures: those of Plivo's own test data, and others that its Node package accepts.</summary>
internal sealed class The_vectors_of_V3
{
    private const string U = "https://plivobin.non-prod.plivops.com/api/v1/validate_signature03.xml";
    private const string Call = "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36";

    private static readonly KeyValuePair<string, string>[] s_call = SignedCalls.Fields(
        "Direction=outbound", "From=19792014278", $"ALegUUID={Call}", $"RequestUUID={Call}", $"ALegRequestUUID={Call}", $"CallUUID={Call}",
        "SessionStart=2020-04-08 11:34:33.238707", "BillRate=0.002", "ParentAuthID=MANWVLYTK4ZWU1YTY4QA",
        "To=sip:PlivoSignature382029104058171078704104@phone-qa.voice.plivodev.com",
        "SIP-H-To=<sip:PlivoSignature382029104058171078704104@52.9.11.55;transport=udp>;tag=1", "CallStatus=in-progress", "Event=StartApp");

    [TestCase("POST", $"{U}/?a=b&c=d", "k7Pusd4OxCIjR5IfA9iedDNu/h/gbdYqdzG/MiYtd1c=")]
    [TestCase("GET", $"{U}/?a=b&c=d", "UBq8jAtd32wR8EK9VgxbBn4n5rpI/l1H9iN4WfSEHFQ=")]
    [TestCase("POST", U, "iAjE5QqI37mbkYe4w3jTMudqEzbDufdqi7sYwTu64e0=")]
    [TestCase("GET", U, "i/MQsaQSAd6fiKhOh2qeeeLHZ9faldADSb3/7+Akfbc=")]
    public void Calls_of_Plivos_own_tests(string method, string url, string signature)
    {
        var headers = SignedCalls.Headers((PlivoSignature.V3, signature), (PlivoSignature.V3Nonce, "31627761595286130198"));
        var options = new PlivoOptions { AuthToken = "Y2Q2ZDgxZmY5YWRiOTI5YmQ1Njg0MTAxZWIyOTc4" };

        Assert.That(SignedCalls.IsSigned(url, s_call, headers, options, method));
        Assert.That(SignedCalls.IsSigned(url, s_call, headers, options, method == "GET" ? "POST" : "GET"), Is.False, "another method");
    }

    [TestCase(SignedCalls.Url, "wAOxlAOPNqo7DOr4G3xGxxqb9MfnDVgt2t3FtM7qtLY=")]
    [TestCase($"{SignedCalls.Url}?tenant=a%20b", "yf0P4FR54X5QCJROl5uwEVW/uJz7tIo0c/TBQDeDMMI=")]
    public void Delivery_reports(string url, string signature) => AssertSigned(url, SignedCalls.Report, signature);

    [TestCase(SignedCalls.Url, "mRXhJLOjLVaHQD59W7w5p3ZPojumhUP4IodICjb3EbI=")]
    [TestCase($"{SignedCalls.Url}?b=2&a=1", "bwHn5Bop5hWnQTl4iieyusb3D+f1Y5x7pNXF6psLESo=")]
    [TestCase(SignedCalls.Url, "xt3+tKV4FBbFzKij4RcB3E9t0Wkzh4S57Eo+PtkrItw=", "b=2", "b=1", "a=x")]
    [TestCase(SignedCalls.Url, "la/mLCR53BdnwE8vACGaw7wbzJS4LgPHJ/1y1OJU6sE=", "From=+14155550199", "Text=a b&c=d é")]
    public void Forms_without_fields_with_a_repeated_name_and_with_text(string url, string signature, params string[] fields) =>
        AssertSigned(url, SignedCalls.Fields(fields), signature);

    [TestCase("https://auth.example.com:8443/cb", "KI6fCKbCgOacIL7B6SuR9vgEjkIh5gbx75ICIFEeVZk=")]
    [TestCase("https://auth.example.com", "gWJ2hi56R9P3RHyRtagvYWa0rVV/FmNcUNpoKJw984w=")]
    [TestCase("https://auth.example.com/", "32dmd+1dTPiS7a0+wgGpxO+TKKFvJmW6swK/aX4bTJo=")]
    [TestCase("https://auth.example.com?x=1", "je8gHI+dc9uKnjHM2PUCGFN/3EOiZh67elIvpqszK88=")]
    [TestCase("https://auth.example.com/a%20b/cb", "kkiWMJ2D3t0VgR9Y/v2+2QxSBIHoJ2qvOd6jBRe5Ozo=")]
    [TestCase("https://auth.example.com/cb?x=a+b", "X4r8sIM7IfMpPPM7KkZh0ZVntAaKdi2vALyNiAMCYpk=")]
    [TestCase("https://auth.example.com/cb/?", "MOc/EWVhY0DlryvoFDdFv5dxfuYubpxvTOe2XNfGMbM=")]
    [TestCase("https://auth.example.com:443/cb", "KX+zKngTO0HX7s60ctUSQyszmVP2PFPWFnxTxKu9Gvo=")]
    public void Addresses_at_the_edge(string url, string signature) => AssertSigned(url, SignedCalls.Fields("a=1"), signature);

    [Test]
    public void The_one_of_V2_adds_no_slash()
    {
        var options = new PlivoOptions { AuthToken = "my_auth_token", AllowV2Signatures = true };
        var headers = SignedCalls.Headers((PlivoSignature.V2, "ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc="), (PlivoSignature.V2Nonce, "12345"));

        Assert.That(SignedCalls.IsSigned("https://answer.url", [], headers, options));
        Assert.That(SignedCalls.IsSigned("https://answer.url?a=1", [], headers, options), "V2 leaves the query out");
        Assert.That(SignedCalls.IsSigned("https://answer.url/", [], headers, options), Is.False);
    }

    private static void AssertSigned(string url, IReadOnlyList<KeyValuePair<string, string>> fields, string signature)
    {
        var headers = SignedCalls.Headers((PlivoSignature.V3, signature), (PlivoSignature.V3Nonce, SignedCalls.Nonce));
        Assert.That(SignedCalls.IsSigned(url, fields, headers));
        Assert.That(SignedCalls.IsSigned(url, [.. fields.Reverse()], headers), "the order of the fields does not count");
    }
}
