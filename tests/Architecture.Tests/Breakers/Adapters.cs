using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace CleanAuth.Architecture.Tests.Breakers;

/// <summary>Reaches the network without a gateway.</summary>
public static class CarelessCall
{
    public static Task<string> ReadAsync(HttpClient http) => http.GetStringAsync(new Uri("https://example.com"));
}

/// <summary>Builds SQL from strings, in a closure.</summary>
public static class CarelessSql
{
#pragma warning disable EF1003 // Being what the compiler warns of is its purpose.
    public static Func<string, Task<int>> Deleter(DbContext db) => name => db.Database.ExecuteSqlRawAsync("DELETE FROM users WHERE name = '" + name + "'");
#pragma warning restore EF1003
}

/// <summary>A pattern that an attacker can keep busy.</summary>
public static partial class CarelessPattern
{
    public static bool IsWord(string text) => Word().IsMatch(text);

    public static bool IsOther(string text, string pattern) => new Regex(pattern).IsMatch(text);

    [GeneratedRegex("^(a+)+$")]
    private static partial Regex Word();
}
