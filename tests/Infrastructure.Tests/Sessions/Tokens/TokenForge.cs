using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Login;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sessions.Tokens;
using CleanAuth.Infrastructure.Tests.Security;

namespace CleanAuth.Infrastructure.Tests.Sessions.Tokens;

/// <summary>A service's tokens, and everything an attacker could send instead, some of it signed with the service's own key.</summary>
internal sealed class TokenForge : IDisposable
{
    internal static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    internal static readonly Session Session = new(
        new SessionId(Guid.Parse("019ca9a5-1111-7000-8000-00000000000a")), new AccountId(Guid.Parse("019ca9a5-2222-7000-8000-00000000000b")),
        AuthenticationMethods.PasswordAndSms, Now.AddMinutes(-3), Now.AddDays(90));

    internal static readonly PendingLogin Login = new(
        new PendingLoginId(Guid.Parse("019ca9a5-3333-7000-8000-00000000000c")), Session.Account, Now, Now.AddMinutes(10));

    internal static readonly Enrollment Enrolling = new(
        new EnrollmentId(Guid.Parse("019ca9a5-4444-7000-8000-00000000000d")), Session.Account, Now, Now.AddMinutes(15));

    private readonly SigningKeys _keys = new();

    internal TokenForge()
    {
        Key = TestKeys.NewSigningKey();
        _keys.Replace([TestKeys.Term(Key)]);
        Reader = new TokenReader(new JwtVerifier(_keys, Policy));
    }

    internal static JwtPolicy Policy { get; } = new() { Issuer = "https://auth.example.com", Audience = "https://api.example.com" };

    internal SigningKey Key { get; }

    internal TokenReader Reader { get; }

    internal string AccessToken => new AccessTokenIssuer(new JwtSigner(_keys), Policy).Issue(Session, Now);

    internal string SecondFactorToken => new SecondFactorTokens(new JwtSigner(_keys), Policy).Issue(Login);

    internal string EnrollmentToken => new EnrollmentTokens(new JwtSigner(_keys), Policy).Issue(Enrolling);

    internal string Header => $$"""{"alg":"ES256","typ":"at+jwt","kid":"{{Key.Kid}}"}""";

    internal string Payload => Text(AccessToken.Split('.')[1]);

    /// <summary>With a member changed, or removed by a null.</summary>
    internal string PayloadWith(string member, JsonNode? value)
    {
        var payload = JsonNode.Parse(Payload)!.AsObject();
        if (value is null)
        {
            payload.Remove(member);
        }
        else
        {
            payload[member] = value;
        }

        return payload.ToJsonString();
    }

    /// <summary>Signed with the service's own key, unless another one is given.</summary>
    internal string Sign(string header, string payload, SigningKey? by = null)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64Url.EncodeToString((by ?? Key).Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>True if any door takes it, of whatever kind or age.</summary>
    internal bool IsTaken(string token) =>
        Reader.ReadAccessToken(token, Now) is not null
        || Reader.ReadAccessTokenOfAnyAge(token, Now) is not null
        || Reader.ReadSecondFactorToken(token, Now) is not null
        || Reader.ReadEnrollmentToken(token, Now) is not null;

    public void Dispose()
    {
        _keys.Dispose();
        Key.Dispose();
    }

    internal static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    internal static string Text(string encoded) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded));
}
