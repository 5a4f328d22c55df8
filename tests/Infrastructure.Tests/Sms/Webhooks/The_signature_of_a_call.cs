using CleanAuth.Domain.Sms;
using CleanAuth.Infrastructure.Sms;
using CleanAuth.Infrastructure.Sms.Webhooks;
using CleanAuth.TestKit.Plivo;

namespace CleanAuth.Infrastructure.Tests.Sms.Webhooks;

/// <summary>What counts as signed, and everything else that does not (attack 53).</summary>
internal sealed class The_signature_of_a_call
{
    // Over SignedCalls.Url, SignedCalls.Report and the nonce, with the token "test_auth_token".
    private const string Good = "wAOxlAOPNqo7DOr4G3xGxxqb9MfnDVgt2t3FtM7qtLY=";

    private static readonly PlivoOptions s_other = new() { AuthToken = "another_auth_token" };

    [Test]
    public void A_piece_of_a_captured_form_does_not_pass_for_a_nonce()
    {
        // The signed text is the same: what stood behind a dot of the last value is sent as the beginning of the nonce.
        var whole = SignedCalls.Fields("A=1", "TotalAmount=0.05500");
        var cut = SignedCalls.Fields("A=1", "TotalAmount=0");
        var signature = PlivoSigner.V3(SignedCalls.Token, SignedCalls.Url, whole, "12345");
        Assert.That(PlivoSigner.V3(SignedCalls.Token, SignedCalls.Url, cut, "05500.12345"), Is.EqualTo(signature));

        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, whole, V3(signature, "12345")), Is.True);
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, cut, V3(signature, "05500.12345")), Is.False);
    }

    [Test]
    public void Any_changed_character_of_address_field_nonce_or_signature_is_refused()
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var url in SignedCalls.EachCharacterChanged(SignedCalls.Url))
        {
            Assert.That(SignedCalls.IsSigned(url, SignedCalls.Report, V3(Good)), Is.False, url);
        }

        foreach (var nonce in SignedCalls.EachCharacterChanged(SignedCalls.Nonce))
        {
            Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, V3(Good, nonce)), Is.False, nonce);
        }

        foreach (var signature in SignedCalls.EachCharacterChanged(Good).Append(Good[..^1]).Append(Good + "=").Append($"{Good} x"))
        {
            Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, V3(signature)), Is.False, signature);
        }

        foreach (var fields in ChangedFields())
        {
            Assert.That(SignedCalls.IsSigned(SignedCalls.Url, fields, V3(Good)), Is.False, string.Join('&', fields));
        }
    }

    [Test]
    public void A_field_more_or_less_is_refused()
    {
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, [.. SignedCalls.Report, KeyValuePair.Create("a", "b")], V3(Good)), Is.False);
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report[1..], V3(Good)), Is.False);
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, [.. SignedCalls.Report, SignedCalls.Report[0]], V3(Good)), Is.False);
    }

    [TestCase(PlivoSignature.V3)]
    [TestCase(PlivoSignature.MainV3)]
    public void One_good_entry_of_a_list_is_enough(string header)
    {
        foreach (var list in new[] { Good, $"AAAA,{Good}", $"{Good} , AAAA", $",,\t{Good},", $"{Good},{Good}" })
        {
            Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, SignedCalls.Headers((header, list), (PlivoSignature.V3Nonce, SignedCalls.Nonce))), list);
        }
    }

    [Test]
    public void One_of_both_headers_is_enough()
    {
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, V3("AAAA", others: (PlivoSignature.MainV3, Good))));
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, V3(Good, others: (PlivoSignature.MainV3, "AAAA"))));
    }

    [Test]
    public void Both_tokens_are_good_while_one_replaces_the_other_and_no_third_one()
    {
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, V3(Good), new PlivoOptions { AuthToken = "a_newer_token", PreviousAuthToken = SignedCalls.Token }));
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, V3(Good), new PlivoOptions { AuthToken = "a_newer_token", MainAuthToken = SignedCalls.Token }), Is.False);
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, V3(Good), s_other), Is.False);
    }

    [Test]
    public void The_main_accounts_header_is_made_with_its_token_alone_when_that_is_set()
    {
        var headers = SignedCalls.Headers((PlivoSignature.MainV3, Good), (PlivoSignature.V3Nonce, SignedCalls.Nonce));
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, headers, new PlivoOptions { AuthToken = "a_sub_token", MainAuthToken = SignedCalls.Token }));
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, headers, new PlivoOptions { AuthToken = SignedCalls.Token, MainAuthToken = "a_main_token" }), Is.False);
    }

    [Test]
    public void A_bad_V3_beside_a_good_V2_is_refused([Values(PlivoSignature.V3, PlivoSignature.MainV3)] string header, [Values("AAAA", "", ",")] string bad)
    {
        var options = new PlivoOptions { AuthToken = SignedCalls.Token, AllowV2Signatures = true };
        var v2 = GoodV2();
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, v2, options), "the V2 alone is good");

        v2[header] = bad;
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, v2, options), Is.False);
        v2[PlivoSignature.V3Nonce] = SignedCalls.Nonce;
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, v2, options), Is.False);
    }

    [Test]
    public void V2_is_refused_unless_the_settings_allow_it() =>
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, GoodV2()), Is.False);

    [Test]
    public void No_header_is_no_signature([Values] bool allowV2)
    {
        var options = new PlivoOptions { AuthToken = SignedCalls.Token, AllowV2Signatures = allowV2 };
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, [], options), Is.False);
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, SignedCalls.Headers((PlivoSignature.V3Nonce, SignedCalls.Nonce)), options), Is.False);
        Assert.That(SignedCalls.IsSigned(SignedCalls.Url, SignedCalls.Report, SignedCalls.Headers((PlivoSignature.V3, Good)), options), Is.False, "no nonce");
    }

    [Test]
    public void A_nonce_has_1_to_128_letters_digits_dashes_or_underscores()
    {
        var bad = new[] { "", new string('1', 129), "1\t2", "1\n", "é", "1.2", "a b", "a,b" };
        using var scope = Assert.EnterMultipleScope();
        foreach (var nonce in bad)
        {
            Assert.That(SignedCalls.IsSigned(SignedCalls.Url, [], V3(Signature(nonce), nonce)), Is.False, nonce);
        }

        foreach (var nonce in new[] { "1", new string('1', 128), "aZ-_09" })
        {
            Assert.That(SignedCalls.IsSigned(SignedCalls.Url, [], V3(Signature(nonce), nonce)), nonce);
        }
    }

    [Test]
    public void What_is_signed_is_told_apart_even_where_the_signed_text_is_the_same()
    {
        var (one, shifted) = (SignedCalls.Fields("ab=c"), SignedCalls.Fields("a=bc"));
        Assert.That(SignedText.V3("POST", SignedCalls.Url, one, "1"), Is.EqualTo(SignedText.V3("POST", SignedCalls.Url, shifted, "1")));
        Assert.That(SignedText.Digest("POST", SignedCalls.Url, one), Is.Not.EqualTo(SignedText.Digest("POST", SignedCalls.Url, shifted)));
    }

    [Test]
    public void The_address_is_the_configured_one_and_the_path_secret_is_asked_for_first()
    {
        var options = new PlivoOptions { AuthToken = SignedCalls.Token, CallbackBaseUrl = "https://auth.example.com/webhooks/", CallbackSecret = SignedCalls.PathSecret };
        var call = new GatewayCall(SignedCalls.PathSecret, "POST", "/plivo/message", SignedCalls.Report, V3(Good));

        Assert.That(SignedCalls.Verify(call, options).IsSuccess);
        Assert.That(SignedCalls.Verify(call with { PathSecret = SignedCalls.PathSecret + "x" }, options).Error, Is.EqualTo(SmsErrors.NoSuchWebhook));
        Assert.That(SignedCalls.Verify(call with { PathSecret = "" }, options).Error, Is.EqualTo(SmsErrors.NoSuchWebhook));
        Assert.That(SignedCalls.Verify(call with { PathSecret = "" }, new PlivoOptions { AuthToken = SignedCalls.Token }).Error, Is.EqualTo(SmsErrors.NoSuchWebhook));
        foreach (var target in new[] { "/plivo/messages", "/plivo/message?a", "/plivo/message#x", "https://auth.example.com/webhooks/plivo/message", "*", "" })
        {
            Assert.That(SignedCalls.Verify(call with { Target = target }, options).Error, Is.EqualTo(SmsErrors.SignatureInvalid), target);
        }
    }

    private static Dictionary<string, string> V3(string signature, string nonce = SignedCalls.Nonce, params (string Name, string Value)[] others) =>
        SignedCalls.Headers([(PlivoSignature.V3, signature), (PlivoSignature.V3Nonce, nonce), .. others]);

    private static Dictionary<string, string> GoodV2() =>
        SignedCalls.Headers((PlivoSignature.V2, PlivoSigner.V2(SignedCalls.Token, SignedCalls.Url, "1")), (PlivoSignature.V2Nonce, "1"));

    private static string Signature(string nonce) => PlivoSigner.V3(SignedCalls.Token, SignedCalls.Url, [], nonce);

    private static IEnumerable<KeyValuePair<string, string>[]> ChangedFields()
    {
        for (var i = 0; i < SignedCalls.Report.Length; i++)
        {
            var (name, value) = SignedCalls.Report[i];
            foreach (var changed in SignedCalls.EachCharacterChanged(name).Select(other => KeyValuePair.Create(other, value))
                .Concat(SignedCalls.EachCharacterChanged(value).Select(other => KeyValuePair.Create(name, other))))
            {
                yield return [.. SignedCalls.Report[..i], changed, .. SignedCalls.Report[(i + 1)..]];
            }
        }
    }
}
