using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CleanAuth.Domain.Sessions;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sessions.Tokens;
using CleanAuth.Infrastructure.Tests.Security;

namespace CleanAuth.Infrastructure.Tests.Sessions.Tokens;

/// <summary>Attacks 1 to 5 of security-requirements section 20: header, key and signature.</summary>
public sealed class ForgedTokenTests
{
    private readonly TokenForge _forge = new();

    [OneTimeTearDown]
    public void DisposeForge() => _forge.Dispose();

    [Test]
    public void The_forge_writes_tokens_that_are_taken_unless_something_is_wrong_with_them() =>
        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, _forge.Payload)), Is.True);

    [Test]
    public void Every_other_algorithm_is_refused_even_under_a_signature_of_our_own_key(
        [Values("none", "None", "nOnE", "NONE", "", "HS256", "HS512", "RS256", "PS256", "ES384", "ES512", "es256", "ES256K", "EdDSA")] string algorithm)
    {
        var header = _forge.Header.Replace("ES256", algorithm, StringComparison.Ordinal);
        var unsigned = $"{TokenForge.Encode(header)}.{TokenForge.Encode(_forge.Payload)}.";

        Assert.That(_forge.IsTaken(_forge.Sign(header, _forge.Payload)), Is.False, "signed");
        Assert.That(_forge.IsTaken(unsigned), Is.False, "unsigned");
        Assert.That(_forge.IsTaken(unsigned[..^1]), Is.False, "two parts");
    }

    [Test]
    public void An_empty_signature_is_refused() =>
        Assert.That(_forge.IsTaken(_forge.AccessToken[..(_forge.AccessToken.LastIndexOf('.') + 1)]), Is.False);

    [Test]
    public void The_public_key_is_no_secret_to_sign_with([Values("HS256", "ES256")] string algorithm)
    {
        var spki = new byte[91];
        using (var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Base64Url.DecodeFromChars(_forge.Key.X), Y = Base64Url.DecodeFromChars(_forge.Key.Y) } }))
        {
            ecdsa.TryExportSubjectPublicKeyInfo(spki, out _);
        }

        byte[][] secrets = [spki, Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", spki)), [.. Base64Url.DecodeFromChars(_forge.Key.X), .. Base64Url.DecodeFromChars(_forge.Key.Y)]];
        var signed = $"{TokenForge.Encode(_forge.Header.Replace("ES256", algorithm, StringComparison.Ordinal))}.{TokenForge.Encode(_forge.Payload)}";

        foreach (var secret in secrets)
        {
            var short32 = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed));
            var full64 = HMACSHA512.HashData(secret, Encoding.ASCII.GetBytes(signed));
            Assert.That(_forge.IsTaken($"{signed}.{Base64Url.EncodeToString(short32)}"), Is.False);
            Assert.That(_forge.IsTaken($"{signed}.{Base64Url.EncodeToString(full64)}"), Is.False);
        }
    }

    [Test]
    public void A_signature_of_zeros_or_of_numbers_outside_the_group_or_of_another_length_is_refused()
    {
        var (signed, right) = Cut(_forge.AccessToken);
        byte[][] signatures =
        [
            new byte[64],
            [.. Enumerable.Repeat((byte)0xFF, 64)],
            [.. new byte[32], .. right[32..]],
            [.. right[..32], .. new byte[32]],
            right[..63],
            right[..32],
            right[..1],
            [.. right, 0],
            [0, .. right],
            [.. right, .. right],
            [.. right[32..], .. right[..32]],
        ];

        foreach (var signature in signatures)
        {
            Assert.That(_forge.IsTaken($"{signed}.{Base64Url.EncodeToString(signature)}"), Is.False, Convert.ToHexString(signature));
        }
    }

    [Test]
    public void A_signature_that_ends_in_a_zero_is_refused_without_it()
    {
        // One signature of 256 ends so; they are random.
        var token = Enumerable.Repeat(0, 10_000).Select(_ => _forge.AccessToken).First(token => Cut(token).Signature[^1] == 0);
        var (signed, signature) = Cut(token);

        Assert.That(_forge.IsTaken(token), Is.True);
        Assert.That(_forge.IsTaken($"{signed}.{Base64Url.EncodeToString(signature.AsSpan(..^1))}"), Is.False);
    }

    [Test]
    public void A_signature_in_DER_form_is_refused()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = new SigningKey(ecdsa.ExportParameters(true));
        using var keys = new SigningKeys();
        keys.Replace([TestKeys.Term(key)]);
        var signed = $"{TokenForge.Encode(_forge.Header.Replace(_forge.Key.Kid, key.Kid, StringComparison.Ordinal))}.{TokenForge.Encode(_forge.Payload)}";
        var reader = new TokenReader(new JwtVerifier(keys, TokenForge.Policy));

        string Token(DSASignatureFormat format) =>
            $"{signed}.{Base64Url.EncodeToString(ecdsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, format))}";

        Assert.That(reader.ReadAccessToken(Token(DSASignatureFormat.IeeeP1363FixedFieldConcatenation), TokenForge.Now), Is.Not.Null);
        Assert.That(reader.ReadAccessToken(Token(DSASignatureFormat.Rfc3279DerSequence), TokenForge.Now), Is.Null);
    }

    [Test]
    public void A_signature_by_another_key_is_refused_under_its_own_name_and_under_ours()
    {
        using var other = TestKeys.NewSigningKey();

        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header, _forge.Payload, by: other)), Is.False);
        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header.Replace(_forge.Key.Kid, other.Kid, StringComparison.Ordinal), _forge.Payload, by: other)), Is.False);
    }

    [Test]
    public void A_kid_that_is_a_path_or_a_statement_or_huge_or_empty_or_unknown_is_refused(
        [Values("", "../../etc/passwd", "' OR 1=1 --", "x\0y", "\\u0000", "unknown", "http://evil.example/keys", "a b", "é", "*", "\"}", "\",\"x\":\"")] string kid)
    {
        var header = _forge.Header.Replace(_forge.Key.Kid, kid, StringComparison.Ordinal);

        Assert.That(_forge.IsTaken(_forge.Sign(header, _forge.Payload)), Is.False);
        Assert.That(kid == "unknown" || ReadKid(header).Length == 0, Is.True, "looked up");
    }

    [Test]
    public void The_verifier_has_nothing_to_query_or_read_or_ask_with()
    {
        Assert.That(typeof(JwtVerifier).GetConstructors().Single().GetParameters().Select(parameter => parameter.ParameterType), Is.EqualTo(new[] { typeof(SigningKeys), typeof(JwtPolicy) }));
        Assert.That(typeof(SigningKeys).GetConstructors().Single().GetParameters(), Is.Empty);
    }

    [Test]
    public void A_kid_of_1_to_64_characters_is_read_and_a_longer_one_is_not()
    {
        for (var length = 1; length <= 70; length++)
        {
            var kid = new string('k', length);
            Assert.That(ReadKid(_forge.Header.Replace(_forge.Key.Kid, kid, StringComparison.Ordinal)), Is.EqualTo(length <= 64 ? kid : ""));
        }
    }

    [Test]
    public void A_kid_of_any_length_is_refused_without_a_fault([Values(1, 42, 44, 63, 64, 65, 1000, 10_240)] int length) =>
        Assert.That(_forge.IsTaken(_forge.Sign(_forge.Header.Replace(_forge.Key.Kid, new string('k', length), StringComparison.Ordinal), _forge.Payload)), Is.False);

    [Test]
    public void A_header_with_any_other_member_is_refused_even_under_a_signature_of_our_own_key(
        [Values("jku", "x5u", "jwk", "x5c", "x5t", "x5t#S256", "crit", "cty", "b64", "zip", "enc", "alg", "typ", "kid", "")] string name, [Values] bool first)
    {
        var member = $"\"{name}\":{(name == "crit" ? "[\"exp\"]" : "\"https://evil.example/key\"")}";
        var header = first ? $$"""{{{member}},{{_forge.Header[1..]}}""" : $$"""{{_forge.Header[..^1]}},{{member}}}""";

        Assert.That(_forge.IsTaken(_forge.Sign(header, _forge.Payload)), Is.False);
    }

    [Test]
    public void A_header_without_one_of_its_members_is_refused([Values("alg", "typ", "kid")] string name)
    {
        var header = JsonNode.Parse(_forge.Header)!.AsObject();
        header.Remove(name);

        Assert.That(_forge.IsTaken(_forge.Sign(header.ToJsonString(), _forge.Payload)), Is.False);
    }

    private static string ReadKid(string header) => new(TokenKinds.Access.Header.ReadKid(TokenForge.Encode(header), new char[TokenHeader.MaxKid]));

    private static (string Signed, byte[] Signature) Cut(string token)
    {
        var dot = token.LastIndexOf('.');
        return (token[..dot], Base64Url.DecodeFromChars(token.AsSpan(dot + 1)));
    }
}
