using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CleanAuth.Infrastructure.Security;
using CleanAuth.Infrastructure.Sessions.Tokens;

namespace CleanAuth.Infrastructure.Tests.Security;

public sealed class SigningKeyTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The public key of RFC 7515 A.3.1.</summary>
    private static ECParameters Rfc7515Key => new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint
        {
            X = Base64Url.DecodeFromChars("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
            Y = Base64Url.DecodeFromChars("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
        },
    };

    [Test]
    public void The_vector_of_RFC_7515_A_3_verifies_and_no_other_payload_with_its_signature()
    {
        const string Signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        using var key = new SigningKey(Rfc7515Key);

        Assert.That(IsSigned($"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.{Signature}", key), Is.True);
        Assert.That(IsSigned($"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290IjpmYWxzZX0.{Signature}", key), Is.False);
    }

    [Test]
    public void The_kid_is_the_thumbprint_of_the_public_key()
    {
        // RFC 7638 has no vector for P-256: this one was computed by hand, with Python's hashlib, for the key of RFC 7515 A.3.1.
        using var key = new SigningKey(Rfc7515Key);

        Assert.That(key.Kid, Is.EqualTo("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U"));
    }

    [Test]
    public void One_key_signs_and_verifies_on_many_threads_at_once()
    {
        using var key = TestKeys.NewSigningKey();

        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, i =>
        {
            var data = Encoding.ASCII.GetBytes($"message {i}");
            var signature = key.Sign(data);
            Assert.That(key.Verify(data, signature), Is.True);
            Assert.That(key.Verify(Encoding.ASCII.GetBytes($"message {i + 1}"), signature), Is.False);
        });
    }

    [Test]
    public void A_key_signs_from_its_time_on_and_verifies_before_and_after()
    {
        using var keys = new SigningKeys();
        var (first, next) = (TestKeys.NewSigningKey(), TestKeys.NewSigningKey());
        keys.Replace([TestKeys.Term(first), new KeyTerm(next, 2, s_now)]);

        Assert.That(keys.ActiveAt(s_now.AddTicks(-1)), Is.SameAs(first));
        Assert.That(keys.ActiveAt(s_now), Is.SameAs(next));
        foreach (var at in new[] { s_now.AddDays(-1), s_now, s_now.AddDays(1) })
        {
            Assert.That((keys.Find(first.Kid, at), keys.Find(next.Kid, at)), Is.EqualTo((first, next)));
        }
    }

    [Test]
    public void A_withdrawn_key_is_shown_to_nobody_and_neither_signs_nor_verifies_from_its_time_on()
    {
        using var keys = new SigningKeys();
        var (leaked, next) = (TestKeys.NewSigningKey(), TestKeys.NewSigningKey());
        keys.Replace([TestKeys.Term(leaked) with { WithdrawnAt = s_now }, new KeyTerm(next, 2, s_now)]);

        Assert.That((keys.ActiveAt(s_now.AddTicks(-1)), keys.Find(leaked.Kid, s_now.AddTicks(-1))), Is.EqualTo((leaked, leaked)));
        Assert.That((keys.ActiveAt(s_now), keys.Find(leaked.Kid, s_now)), Is.EqualTo((next, (SigningKey?)null)));
        Assert.That(keys.Published, Is.EqualTo(new[] { next }));
    }

    [Test]
    public void The_published_key_set_has_every_key_and_never_a_private_half()
    {
        using var keys = new SigningKeys();
        SigningKey[] both = [TestKeys.NewSigningKey(), TestKeys.NewSigningKey()];
        keys.Replace([TestKeys.Term(both[0]), new KeyTerm(both[1], 2, s_now.AddDays(1))]);

        var shown = JsonSerializer.SerializeToElement(new PublicSigningKeys(keys), JsonSerializerOptions.Web);

        Assert.That(shown.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "keys" }));
        Assert.That(shown.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("kid").GetString()), Is.EqualTo(both.Select(key => key.Kid)));
        foreach (var key in shown.GetProperty("keys").EnumerateArray())
        {
            Assert.That(key.EnumerateObject().Select(member => member.Name), Is.EquivalentTo(new[] { "kid", "x", "y" }));
            Assert.That(Base64Url.DecodeFromChars(key.GetProperty("x").GetString()), Has.Length.EqualTo(32));
            Assert.That(Base64Url.DecodeFromChars(key.GetProperty("y").GetString()), Has.Length.EqualTo(32));
        }
    }

    [Test]
    public void Before_the_keys_are_loaded_nothing_is_signed_and_no_key_is_known()
    {
        using var keys = new SigningKeys();

        Assert.That(() => keys.ActiveAt(s_now), Throws.InvalidOperationException);
        Assert.That(keys.Find("any", s_now), Is.Null);
    }

    private static bool IsSigned(string token, SigningKey key) => CompactJws.TryParse(token, out var jws) && jws.IsSignedBy(key);
}
