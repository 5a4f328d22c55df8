using System.Text;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>Attacks 40 to 42, in every string of every operation.</summary>
public sealed class HostileText : EveryOperation
{
    private static readonly string[] s_refused = ["validation_failed", "malformed_request"];

    [TestCase(@"\u0000", TestName = "NUL_is_refused_in_every_string")]
    [TestCase(@"\ud800", TestName = "A_lone_high_surrogate_is_refused_in_every_string")]
    [TestCase(@"\udc00", TestName = "A_lone_low_surrogate_is_refused_in_every_string")]
    [TestCase(@"\udc00\ud800", TestName = "A_pair_of_surrogates_the_wrong_way_round_is_refused_in_every_string")]
    [TestCase(@"\ud800\u0041", TestName = "A_high_surrogate_before_a_letter_is_refused_in_every_string")]
    [TestCase("\0", TestName = "A_raw_NUL_is_refused_in_every_string")]
    [TestCase("\n", TestName = "A_raw_line_feed_is_refused_in_every_string")]
    [TestCase("\u001b", TestName = "A_raw_escape_is_refused_in_every_string")]
    [TestCase(@"\x41", TestName = "An_escape_that_JSON_does_not_have_is_refused_in_every_string")]
    [TestCase(@"\u00", TestName = "Half_an_escape_is_refused_in_every_string")]
    public Task Is_refused_in_every_string(string hostile) =>
        AssertAllRefusedAsync(OnEveryMember(member => member.IsText, _ => Placed(hostile)), s_refused);

    // FF never occurs in UTF-8; C0 80 is an overlong NUL; ED A0 80 is an encoded surrogate; F5 is beyond Unicode; E2 82 is cut short.
    [TestCase("FF")]
    [TestCase("C080")]
    [TestCase("C0AF")]
    [TestCase("EDA080")]
    [TestCase("F5808080")]
    [TestCase("E282")]
    public Task Bytes_that_are_not_UTF_8_are_refused_in_every_string_and_name(string hex) =>
        AssertAllRefusedAsync(
            (from operation in Operations
             from member in operation.Members.Where(member => member.IsText)
             from text in Placed("#")
             select new Attack(operation, Json(WithBytes(Body(operation, member, text), hex)), $"{member.Name}: {hex}"))
            .Concat(Operations.Select(operation => new Attack(operation, Json(WithBytes($"{{\"#\":1,{Body(operation)[1..]}", hex)), $"a name: {hex}"))),
            s_refused);

    [TestCase(@"\r\nSet-Cookie: a=b", TestName = "A_line_break_is_refused_outside_passwords")]
    [TestCase(@"\u2028", TestName = "A_line_separator_is_refused_outside_passwords")]
    [TestCase(@"\u2029", TestName = "A_paragraph_separator_is_refused_outside_passwords")]
    [TestCase(@"\u0085", TestName = "A_next_line_is_refused_outside_passwords")]
    [TestCase(@"\u001b[31m", TestName = "An_ANSI_sequence_is_refused_outside_passwords")]
    [TestCase(@"\u009b31m", TestName = "A_C1_control_sequence_is_refused_outside_passwords")]
    [TestCase(@"\u0007", TestName = "A_bell_is_refused_outside_passwords")]
    [TestCase(@"\u007f", TestName = "A_delete_is_refused_outside_passwords")]
    [TestCase(@"\u202e", TestName = "A_right_to_left_override_is_refused_outside_passwords")]
    [TestCase(@"\u2066", TestName = "A_directional_isolate_is_refused_outside_passwords")]
    [TestCase(@"\u200f", TestName = "A_directional_mark_is_refused_outside_passwords")]
    [TestCase(@"\ufeff", TestName = "A_zero_width_blank_is_refused_outside_passwords")]
    [TestCase(@"\ufffd", TestName = "A_replacement_character_is_refused_outside_passwords")]
    [TestCase(@"\uffff", TestName = "A_non_character_is_refused_outside_passwords")]
    [TestCase(@"\ue000", TestName = "A_private_character_is_refused_outside_passwords")]
    public Task Is_refused_outside_passwords(string hostile) =>
        AssertAllRefusedAsync(OnEveryMember(member => member is { IsText: true, IsPassword: false }, _ => Placed(hostile)), "validation_failed");

    [TestCase("'; drop table accounts; --")]
    [TestCase("' or 1=1 --")]
    [TestCase("{0}")]
    [TestCase("%n%s")]
    [TestCase("${jndi:ldap://127.0.0.1/a}")]
    [TestCase("{{7*7}}")]
    [TestCase("<script>alert(1)</script>")]
    [TestCase("../../etc/passwd")]
    [TestCase("$(reboot)")]
    [TestCase("*)(uid=*")]
    public Task Text_that_means_something_elsewhere_is_refused_where_text_has_a_form(string hostile) =>
        AssertAllRefusedAsync(
            OnEveryMember(member => member is { IsText: true, IsFreeText: false }, _ => [$"\"{hostile}\"", $"\"{Canary.Text}{hostile}\"", $"\"{Canary.Text}@{hostile}.example.com\""]),
            "validation_failed");

    [Test]
    public Task A_text_of_15_000_characters_is_refused_in_every_string() =>
        AssertAllRefusedAsync(OnEveryMember(member => member.IsText, _ => [$"\"{new string('a', 15_000)}\"", $"\"{Repeat("é", 7_000)}\"", $"\"{Repeat("a@", 7_000)}\"", $"\"{Repeat("a.", 7_000)}@a.b\""]), "validation_failed");

    [Test]
    public Task Blanks_only_or_nothing_is_refused_where_text_has_a_form() =>
        AssertAllRefusedAsync(OnEveryMember(member => member is { IsText: true, IsFreeText: false }, _ => ["\"\"", "\" \"", "\"\\t\"", "\"\\u00a0\""]), "validation_failed");

    /// <summary>Alone, first, in the middle and last.</summary>
    private static IEnumerable<string> Placed(string hostile) =>
        [$"\"{hostile}\"", $"\"{hostile}{Canary.Text}\"", $"\"{Canary.Text}{hostile}{Canary.Text}\"", $"\"{Canary.Text} {Canary.Text}{hostile}\"", $"\"{Canary.Text}@example.com{hostile}\""];

    private static byte[] WithBytes(string body, string hex)
    {
        var cut = body.Split('#');
        return [.. cut.SelectMany((part, i) => i == 0 ? Encoding.UTF8.GetBytes(part) : [.. Convert.FromHexString(hex), .. Encoding.UTF8.GetBytes(part)])];
    }

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
