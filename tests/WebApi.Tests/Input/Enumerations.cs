namespace CleanAuth.WebApi.Tests.Input;

/// <summary>An enumeration has one spelling per value, that of the contract.</summary>
public sealed class Enumerations : EveryOperation
{
    [Test]
    public Task A_value_in_another_case_is_refused() => AssertRefusedAsync(spelling => [Upper(spelling), Lower(spelling), Pascal(spelling)]);

    [Test]
    public Task A_value_with_blanks_around_it_is_refused() => AssertRefusedAsync(spelling => [$" {spelling}", $"{spelling} ", $"\\t{spelling}", $"{spelling}\\n"]);

    [Test]
    public Task A_list_of_values_is_refused() => AssertRefusedAsync(spelling => [$"{spelling},{spelling}", $"{spelling}, {spelling}", $",{spelling}", $"{spelling},", $"{spelling}|{spelling}"]);

    [Test]
    public Task A_number_in_a_string_is_refused() => AssertRefusedAsync(_ => ["0", "1", "2", "-1", "+1", "01", "0x1", "2147483648", "99999999999999999999"]);

    [Test]
    public Task A_value_of_no_or_of_another_name_is_refused() => AssertRefusedAsync(spelling => ["", Canary.Text, $"{spelling}\\u0000", $"{spelling}.{spelling}", spelling.Replace('s', 'ſ')]);

    [Test]
    public Task A_number_is_refused() =>
        AssertAllRefusedAsync(OnEveryMember(member => member.Type.IsEnum, _ => ["0", "1", "2", "-1", "1.0", "true", "{}", "[]", "[\"sms\"]"]), "validation_failed");

    private static string Upper(string spelling) => spelling.ToUpperInvariant();

    private static string Lower(string spelling) => spelling.ToLowerInvariant();

    private static string Pascal(string spelling) => $"{char.ToUpperInvariant(spelling[0])}{spelling[1..]}";

    private async Task AssertRefusedAsync(Func<string, IEnumerable<string>> spellings)
    {
        var answers = await AssertAllRefusedAsync(
            OnEveryMember(member => member.Type.IsEnum, member => member.Spellings.SelectMany(right => spellings(right).Where(wrong => wrong != right)).Select(wrong => $"\"{wrong}\"")),
            "validation_failed");

        Assert.That(answers.Select(answer => answer.Body), Is.All.Contains("one of: "));
    }
}
