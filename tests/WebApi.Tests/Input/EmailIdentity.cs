using System.Net;
using CleanAuth.WebApi.Tests.Hosting;

namespace CleanAuth.WebApi.Tests.Input;

/// <summary>Attack 34: an address has one account and one spelling apart from ASCII case; what some folding makes of another text counts for nothing.</summary>
public sealed class EmailIdentity
{
    private ServiceHost _host;
    private AuthApi _api;
    private string _victim;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await ServiceHost.StartAsync();
        _api = _host.Client();
        _victim = "kim.sine@kisk.example.com";
        (await _api.SignUpAsync(_victim)).Expect(HttpStatusCode.Created);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => _host?.DisposeAsync() ?? default;

    [TestCase("\u212aim.sine@kisk.example.com", TestName = "With_the_sign_of_the_Kelvin_in_the_name_it_is_refused")]
    [TestCase("kim.\u017fine@kisk.example.com", TestName = "With_the_long_s_in_the_name_it_is_refused")]
    [TestCase("k\u0131m.sine@kisk.example.com", TestName = "With_the_dotless_i_in_the_name_it_is_refused")]
    [TestCase("K\u0130M.SINE@kisk.example.com", TestName = "With_the_dotted_capital_I_in_the_name_it_is_refused")]
    [TestCase("k\u00edm.sine@kisk.example.com", TestName = "With_an_accent_in_the_name_it_is_refused")]
    [TestCase("ki\u0301m.sine@kisk.example.com", TestName = "With_an_accent_apart_in_the_name_it_is_refused")]
    [TestCase("ｋim.sine@kisk.example.com", TestName = "With_a_wide_letter_in_the_name_it_is_refused")]
    [TestCase("kim.\ufb01ne@kisk.example.com", TestName = "With_a_ligature_in_the_name_it_is_refused")]
    [TestCase("kim.s\u00ad\u200bine@kisk.example.com", TestName = "With_invisible_characters_in_the_name_it_is_refused")]
    [TestCase("кim.sine@kisk.example.com", TestName = "With_a_Cyrillic_letter_in_the_name_it_is_refused")]
    [TestCase("kim.sine＠kisk.example.com", TestName = "With_a_wide_at_sign_it_is_refused")]
    [TestCase("kim.sine@\u212aisk.example.com", TestName = "With_the_sign_of_the_Kelvin_in_the_domain_it_is_refused")]
    [TestCase("kim.sine@ki\u017fk.example.com", TestName = "With_the_long_s_in_the_domain_it_is_refused")]
    [TestCase("kim.sine@ｋisk.example.com", TestName = "With_a_wide_letter_in_the_domain_it_is_refused")]
    [TestCase("kim.sine@kisk。example.com", TestName = "With_an_ideographic_dot_in_the_domain_it_is_refused")]
    [TestCase("kim.sine@ki\u00adsk.example.com", TestName = "With_a_soft_hyphen_in_the_domain_it_is_refused")]
    [TestCase("kim.sine@ki\u200bsk.example.com", TestName = "With_a_zero_width_blank_in_the_domain_it_is_refused")]
    [TestCase("kim.sine@kisk.example.com\ufeff", TestName = "With_an_invisible_character_at_its_end_it_is_refused")]
    [TestCase("kim.sine@ⓚisk.example.com", TestName = "With_a_circled_letter_in_the_domain_it_is_refused")]
    [TestCase("kim.sine@kisk.example.com ", TestName = "With_a_blank_at_its_end_it_is_refused")]
    [TestCase(" kim.sine@kisk.example.com", TestName = "With_a_blank_before_it_it_is_refused")]
    [TestCase("kim.sine @kisk.example.com", TestName = "With_a_blank_before_the_at_sign_it_is_refused")]
    [TestCase("kim.sine@ kisk.example.com", TestName = "With_a_blank_after_the_at_sign_it_is_refused")]
    [TestCase("kim.sine@kisk.example.com\t", TestName = "With_a_tabulator_at_its_end_it_is_refused")]
    [TestCase("kim.sine@kisk.example.com\n", TestName = "With_a_line_feed_at_its_end_it_is_refused")]
    [TestCase("kim.sine@kisk.example.com\0", TestName = "With_NUL_at_its_end_it_is_refused")]
    [TestCase("kim.sine@kisk.example.com.", TestName = "With_a_dot_at_its_end_it_is_refused")]
    [TestCase("kim.sine@.kisk.example.com", TestName = "With_a_dot_after_the_at_sign_it_is_refused")]
    [TestCase("kim..sine@kisk.example.com", TestName = "With_two_dots_it_is_refused")]
    [TestCase(".kim.sine@kisk.example.com", TestName = "With_a_dot_before_it_it_is_refused")]
    [TestCase("\"kim.sine\"@kisk.example.com", TestName = "In_quotes_it_is_refused")]
    [TestCase("kim.sine(x)@kisk.example.com", TestName = "With_a_comment_it_is_refused")]
    [TestCase("<kim.sine@kisk.example.com>", TestName = "In_angle_brackets_it_is_refused")]
    [TestCase("Kim <kim.sine@kisk.example.com>", TestName = "With_a_name_before_it_it_is_refused")]
    [TestCase("kim.sine@kisk.example.com,b@example.com", TestName = "With_a_second_address_it_is_refused")]
    [TestCase("a@b@kisk.example.com", TestName = "With_two_at_signs_it_is_refused")]
    [TestCase("kim.sine@[127.0.0.1]", TestName = "With_an_address_instead_of_a_domain_it_is_refused")]
    [TestCase("mailto:kim.sine@kisk.example.com", TestName = "As_a_link_it_is_refused")]
    public async Task In_that_spelling_it_is_refused(string spelling)
    {
        var before = await TableImage.TakeAsync(_host.Database);

        (await _api.LogInAsync(spelling)).Expect(HttpStatusCode.BadRequest, "validation_failed");
        (await _api.SignUpAsync(spelling)).Expect(HttpStatusCode.BadRequest, "validation_failed");

        Assert.That(await TableImage.TakeAsync(_host.Database), Is.EqualTo(before));
    }

    [Test]
    public async Task ASCII_case_makes_no_difference_and_what_is_kept_is_lower_case()
    {
        var login = (await _api.LogInAsync(_victim.ToUpperInvariant())).Expect(HttpStatusCode.OK);
        var profile = (await _api.GetAccountAsync(login["accessToken"])).Expect(HttpStatusCode.OK);

        Assert.That(profile["email"], Is.EqualTo(_victim));
        (await _api.SignUpAsync("Kim.SINE@Kisk.Example.COM")).Expect(HttpStatusCode.Conflict, "email_taken");
    }

    [Test]
    public async Task Signs_that_a_name_may_have_are_kept_as_they_are()
    {
        const string odd = "o'brien+'or'1'='1.{0}%n$x=`~!#&*?^_|/-@example.com";

        (await _api.SignUpAsync(odd)).Expect(HttpStatusCode.Created);

        var login = (await _api.LogInAsync(odd)).Expect(HttpStatusCode.OK);
        Assert.That((await _api.GetAccountAsync(login["accessToken"]))["email"], Is.EqualTo(odd));
    }
}
