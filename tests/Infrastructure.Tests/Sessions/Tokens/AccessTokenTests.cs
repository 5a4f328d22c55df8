using System.Text.Json;
using System.Text.Json.Nodes;
using CleanAuth.Domain.Sessions;

namespace CleanAuth.Infrastructure.Tests.Sessions.Tokens;

/// <summary>What tokens say, and what time does to them.</summary>
public sealed class AccessTokenTests
{
    private readonly TokenForge _forge = new();

    [OneTimeTearDown]
    public void DisposeForge() => _forge.Dispose();

    [Test]
    public void The_payload_of_an_access_token_has_these_names_and_no_other()
    {
        var payload = JsonDocument.Parse(_forge.Payload).RootElement;

        Assert.That(
            payload.EnumerateObject().Select(claim => claim.Name),
            Is.EquivalentTo(new[] { "sub", "sid", "jti", "iss", "aud", "iat", "exp", "auth_time", "amr", "acr", "client_id" }));
        Assert.That(payload.GetProperty("sub").GetString(), Is.EqualTo("019ca9a5-2222-7000-8000-00000000000b"));
        Assert.That(payload.GetProperty("sid").GetString(), Is.EqualTo("019ca9a5-1111-7000-8000-00000000000a"));
        Assert.That(payload.GetProperty("jti").GetGuid().Version, Is.EqualTo(7));
        Assert.That(payload.GetProperty("iss").GetString(), Is.EqualTo("https://auth.example.com"));
        Assert.That(payload.GetProperty("aud").GetString(), Is.EqualTo("https://api.example.com"));
        Assert.That(payload.GetProperty("iat").GetInt64(), Is.EqualTo(TokenForge.Now.ToUnixTimeSeconds()));
        Assert.That(payload.GetProperty("exp").GetInt64(), Is.EqualTo(TokenForge.Now.ToUnixTimeSeconds() + 600));
        Assert.That(payload.GetProperty("auth_time").GetInt64(), Is.EqualTo(TokenForge.Now.ToUnixTimeSeconds() - 180));
        Assert.That(payload.GetProperty("amr").EnumerateArray().Select(method => method.GetString()), Is.EqualTo(new[] { "pwd", "sms", "mfa" }));
        Assert.That(payload.GetProperty("acr").GetString(), Is.EqualTo("urn:cleanauth:acr:2"));
        Assert.That(payload.GetProperty("client_id").GetString(), Is.EqualTo("cleanauth"));
    }

    [Test]
    public void The_header_names_algorithm_type_and_key_and_nothing_else() =>
        Assert.That(TokenForge.Text(_forge.AccessToken.Split('.')[0]), Is.EqualTo($$"""{"alg":"ES256","typ":"at+jwt","kid":"{{_forge.Key.Kid}}"}"""));

    [Test]
    public void Tokens_of_one_moment_have_different_ids() =>
        Assert.That(Enumerable.Range(0, 100).Select(_ => JsonNode.Parse(_forge.Payload)!["jti"]!.ToString()), Is.Unique);

    [Test]
    public void An_access_token_is_read_back_as_it_was_issued() =>
        Assert.That(
            _forge.Reader.ReadAccessToken(_forge.AccessToken, TokenForge.Now),
            Is.EqualTo(new AccessTokenClaims(TokenForge.Session.Account, TokenForge.Session.Id, TokenForge.Session.AuthenticatedAt)));

    [Test]
    public void A_second_factor_token_names_account_and_log_in_and_lives_as_long_as_the_log_in()
    {
        var payload = JsonDocument.Parse(TokenForge.Text(_forge.SecondFactorToken.Split('.')[1])).RootElement;

        Assert.That(payload.EnumerateObject().Select(claim => claim.Name), Is.EquivalentTo(new[] { "sub", "jti", "iss", "aud", "iat", "exp" }));
        Assert.That(payload.GetProperty("aud").GetString(), Is.EqualTo("https://auth.example.com/2fa"));
        Assert.That(payload.GetProperty("exp").GetInt64(), Is.EqualTo(TokenForge.Login.ExpiresAt.ToUnixTimeSeconds()));
        Assert.That(
            _forge.Reader.ReadSecondFactorToken(_forge.SecondFactorToken, TokenForge.Now),
            Is.EqualTo(new SecondFactorClaims(TokenForge.Login.Account, TokenForge.Login.Id)));
    }

    [Test]
    public void An_enrolment_token_names_account_and_enrolment_and_lives_as_long_as_the_enrolment()
    {
        var payload = JsonDocument.Parse(TokenForge.Text(_forge.EnrollmentToken.Split('.')[1])).RootElement;

        Assert.That(payload.GetProperty("aud").GetString(), Is.EqualTo("https://auth.example.com/2fa/enrollment"));
        Assert.That(payload.GetProperty("exp").GetInt64(), Is.EqualTo(TokenForge.Enrolling.ExpiresAt.ToUnixTimeSeconds()));
        Assert.That(
            _forge.Reader.ReadEnrollmentToken(_forge.EnrollmentToken, TokenForge.Now),
            Is.EqualTo(new EnrollmentClaims(TokenForge.Enrolling.Account, TokenForge.Enrolling.Id)));
        Assert.That(_forge.Reader.ReadEnrollmentToken(_forge.EnrollmentToken, TokenForge.Now.AddMinutes(15).AddSeconds(30)), Is.Null);
    }

    [Test]
    public void A_token_ends_with_its_time_and_thirty_seconds_of_forgiven_clock_difference()
    {
        var end = TokenForge.Now.AddMinutes(10).AddSeconds(30);

        Assert.That(_forge.Reader.ReadAccessToken(_forge.AccessToken, end.AddSeconds(-1)), Is.Not.Null);
        Assert.That(_forge.Reader.ReadAccessToken(_forge.AccessToken, end), Is.Null);
        Assert.That(_forge.Reader.ReadSecondFactorToken(_forge.SecondFactorToken, end.AddSeconds(-1)), Is.Not.Null);
        Assert.That(_forge.Reader.ReadSecondFactorToken(_forge.SecondFactorToken, end), Is.Null);
    }

    [Test]
    public void An_expired_access_token_is_still_good_for_logging_out() =>
        Assert.That(_forge.Reader.ReadAccessTokenOfAnyAge(_forge.AccessToken, TokenForge.Now.AddYears(1))?.Session, Is.EqualTo(TokenForge.Session.Id));

    [Test]
    public void A_token_from_the_future_is_refused_beyond_thirty_seconds_of_clock_difference()
    {
        Assert.That(_forge.Reader.ReadAccessToken(_forge.AccessToken, TokenForge.Now.AddSeconds(-30)), Is.Not.Null);
        Assert.That(_forge.Reader.ReadAccessToken(_forge.AccessToken, TokenForge.Now.AddSeconds(-31)), Is.Null);
        Assert.That(_forge.Reader.ReadAccessTokenOfAnyAge(_forge.AccessToken, TokenForge.Now.AddSeconds(-31)), Is.Null);
        Assert.That(_forge.Reader.ReadSecondFactorToken(_forge.SecondFactorToken, TokenForge.Now.AddSeconds(-31)), Is.Null);
    }
}
