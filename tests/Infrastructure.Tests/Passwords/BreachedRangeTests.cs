using System.Text;
using CleanAuth.Infrastructure.Passwords;

namespace CleanAuth.Infrastructure.Tests.Passwords;

internal sealed class BreachedRangeTests
{
    // SHA-1 of "password".
    private const string Suffix = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";
    private const string Other = "0018A45C4D1DEF81644B54AB7F969B88D65";

    [Test]
    public void A_hash_is_cut_behind_its_fifth_digit_and_prints_nothing()
    {
        var hash = BreachedHash.Of("password");

        Assert.That((hash.Prefix, hash.Suffix), Is.EqualTo(("5BAA6", Suffix)));
        Assert.That($"{hash}", Does.Not.Contain("5BAA6").And.Not.Contains(Suffix));
    }

    [Test]
    public void Nothing_is_folded_trimmed_or_normalised_before_it_is_hashed() =>
        Assert.That(new[] { "password", "Password", "password ", "pässword", "pa\u0308ssword" }.Select(BreachedHash.Of), Is.Unique);

    [TestCase($"{Other}:1\r\n{Suffix}:9659365\r\n", true)]
    [TestCase($"{Suffix}:1", true)]
    [TestCase($"{Suffix}:1\n{Other}:0", true)]
    [TestCase("1e4c9b93f3f0682250b6cf8331b7ee68fd8:3", true)]
    [TestCase($"{Other}:7\r\n", false)]
    [TestCase($"{Other}:7\r\n{Suffix}:0", false, Description = "padding")]
    [TestCase("", null)]
    [TestCase("\r\n\r\n", null)]
    [TestCase("<!DOCTYPE html><title>Welcome</title>", null)]
    [TestCase($"{Suffix}:1\r\n<html>", null)]
    [TestCase($"{Suffix}", null)]
    [TestCase($"{Suffix}:", null)]
    [TestCase($"{Suffix}:-1", null)]
    [TestCase($"{Suffix}:99999999999999999999", null)]
    [TestCase($"{Suffix}0:1", null)]
    [TestCase("ZE4C9B93F3F0682250B6CF8331B7EE68FD8:1", null)]
    [TestCase("\0\0\0\uffff", null)]
    public void An_answer_is_found_clean_or_unreadable(string answer, bool? holds) =>
        Assert.That(BreachedRange.Holds(Encoding.UTF8.GetBytes(answer), Suffix), Is.EqualTo(holds));
}
