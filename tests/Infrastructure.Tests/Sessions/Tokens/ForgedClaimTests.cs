using System.Text.Json.Nodes;
using CleanAuth.Domain.Security;

namespace CleanAuth.Infrastructure.Tests.Sessions.Tokens;

/// <summary>Attacks 7 and 10 of security-requirements section 20: claims and kinds, all under signatures of our own key.</summary>
public sealed class ForgedClaimTests
{
    private readonly TokenForge _forge = new();

    [OneTimeTearDown]
    public void DisposeForge() => _forge.Dispose();

    [Test]
    public void Another_issuer_or_audience_is_refused(
        [Values("iss", "aud")] string name,
        [Values("", "https://evil.example", "https://auth.example.com/", "HTTPS://AUTH.EXAMPLE.COM", "https://auth.example.com.evil.example", "https://api.example.com/", "https://auth.example.com/2fa")] string value) =>
        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, _forge.PayloadWith(name, value))), Is.False);

    [Test]
    public void A_list_of_audiences_is_refused() =>
        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, _forge.PayloadWith("aud", new JsonArray("https://api.example.com", "https://evil.example")))), Is.False);

    [Test]
    public void A_token_without_any_one_of_its_claims_is_refused(
        [Values("sub", "sid", "jti", "iss", "aud", "iat", "exp", "auth_time", "amr", "acr", "client_id")] string name) =>
        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, _forge.PayloadWith(name, null))), Is.False);

    [Test]
    public void A_claim_of_another_form_is_refused_without_a_fault(
        [Values("sub", "sid", "jti", "iss", "aud", "iat", "exp", "auth_time", "amr")] string name,
        [Values("null", "true", "{}", "1.5", "1e3", "\"\\ud800\"", "\"1772366400\"", "99999999999999999999")] string value)
    {
        var payload = _forge.PayloadWith(name, "@").Replace("\"@\"", value, StringComparison.Ordinal);

        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, payload)), Is.False);
    }

    [Test]
    public void A_time_at_the_end_of_all_numbers_is_refused_without_a_fault([Values(long.MinValue, long.MaxValue)] long time)
    {
        Assert.That(_forge.Reader.ReadAccessToken(_forge.Sign(_forge.Header, _forge.PayloadWith("auth_time", time)), TokenForge.Now), Is.Null);
        Assert.That(_forge.Reader.ReadAccessToken(_forge.Sign(_forge.Header, _forge.PayloadWith(time < 0 ? "exp" : "iat", time)), TokenForge.Now), Is.Null);
    }

    [Test]
    public void An_additional_claim_is_refused() =>
        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, _forge.PayloadWith("role", "admin"))), Is.False);

    [Test]
    public void No_kind_of_token_passes_for_another()
    {
        var refresh = OpaqueToken.Generate().Reveal();

        Assert.That(_forge.Reader.ReadSecondFactorToken(_forge.AccessToken, TokenForge.Now), Is.Null);
        Assert.That(_forge.Reader.ReadAccessToken(_forge.SecondFactorToken, TokenForge.Now), Is.Null);
        Assert.That(_forge.Reader.ReadAccessTokenOfAnyAge(_forge.SecondFactorToken, TokenForge.Now), Is.Null);
        Assert.That(_forge.Reader.ReadEnrollmentToken(_forge.AccessToken, TokenForge.Now), Is.Null);
        Assert.That(_forge.Reader.ReadEnrollmentToken(_forge.SecondFactorToken, TokenForge.Now), Is.Null);
        Assert.That(_forge.Reader.ReadAccessToken(_forge.EnrollmentToken, TokenForge.Now), Is.Null);
        Assert.That(_forge.Reader.ReadAccessTokenOfAnyAge(_forge.EnrollmentToken, TokenForge.Now), Is.Null);
        Assert.That(_forge.Reader.ReadSecondFactorToken(_forge.EnrollmentToken, TokenForge.Now), Is.Null);
        Assert.That(_forge.IsTaken(refresh), Is.False);
    }

    [Test]
    public void Type_and_audience_each_keep_the_kinds_apart(
        [Values("at+jwt", "second-factor+jwt", "enrollment+jwt", "JWT", "AT+JWT", "application/at+jwt")] string type, [Values("https://api.example.com", "https://auth.example.com/2fa", "https://auth.example.com/2fa/enrollment")] string audience, [Values] bool restrictedNames)
    {
        var names = restrictedNames ? TokenForge.Text(_forge.SecondFactorToken.Split('.')[1]) : _forge.Payload;
        var payload = JsonNode.Parse(names)!.AsObject();
        payload["aud"] = audience;
        var token = _forge.Sign(_forge.Header.Replace("at+jwt", type, StringComparison.Ordinal), payload.ToJsonString());

        var access = (type, audience, restrictedNames) == ("at+jwt", "https://api.example.com", false);
        var restricted = (type, audience, restrictedNames) == ("second-factor+jwt", "https://auth.example.com/2fa", true);

        Assert.That(_forge.Reader.ReadAccessToken(token, TokenForge.Now) is not null, Is.EqualTo(access));
        Assert.That(_forge.Reader.ReadSecondFactorToken(token, TokenForge.Now) is not null, Is.EqualTo(restricted));

        // Both restricted tokens have the same claims: type and audience alone tell them apart.
        var enrolling = (type, audience, restrictedNames) == ("enrollment+jwt", "https://auth.example.com/2fa/enrollment", true);
        Assert.That(_forge.Reader.ReadEnrollmentToken(token, TokenForge.Now) is not null, Is.EqualTo(enrolling));
    }
}
