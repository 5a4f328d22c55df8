using System.Security.Cryptography;
using CleanAuth.Infrastructure.Security;
using Microsoft.Extensions.Options;

namespace CleanAuth.Infrastructure.Tests.Security;

/// <summary>Keys for tests, made at random in each run.</summary>
internal static class TestKeys
{
    internal static string NewMasterKey(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";

    internal static MasterKeys Master(string current, params string[] previous) =>
        new(Options.Create(new MasterKeyOptions { MasterKey = current, PreviousMasterKeys = previous }));

    internal static SigningKey NewSigningKey()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey(ecdsa.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>Signs from the beginning of time.</summary>
    internal static KeyTerm Term(SigningKey key) => new(key, Generation: 1, DateTimeOffset.MinValue);
}
