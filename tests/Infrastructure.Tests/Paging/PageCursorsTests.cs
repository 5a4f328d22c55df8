using CleanAuth.Domain.Accounts;
using CleanAuth.Domain.Paging;
using CleanAuth.Infrastructure.Paging;
using CleanAuth.Infrastructure.Tests.Security;

namespace CleanAuth.Infrastructure.Tests.Paging;

public sealed class PageCursorsTests
{
    private static readonly PagedList s_list = new("sessions", new AccountId(new Guid("01990000-0000-7000-8000-000000000001")));
    private static readonly PagePosition s_position = new(new DateTimeOffset(2026, 1, 15, 9, 30, 0, TimeSpan.Zero).AddMicroseconds(7), new Guid("01990000-0000-7000-8000-0000000000ff"));

    private readonly string _key = TestKeys.NewMasterKey("old");

    private PageCursors Cursors => new(TestKeys.Master(_key));

    [Test]
    public void A_cursor_tells_the_same_place_to_every_node_also_after_the_master_key_was_replaced()
    {
        var cursor = Cursors.Write(s_list, s_position);
        var later = new PageCursors(TestKeys.Master(TestKeys.NewMasterKey("new"), _key));

        Assert.That(Cursors.Read(s_list, cursor), Is.EqualTo(s_position));
        Assert.That(later.Read(s_list, cursor), Is.EqualTo(s_position));
        Assert.That(cursor, Has.Length.EqualTo(IPageCursors.Length));
    }

    [Test]
    public void A_cursor_with_any_character_changed_is_refused()
    {
        var cursor = Cursors.Write(s_list, s_position);
        for (var i = 0; i < cursor.Length; i++)
        {
            var changed = $"{cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}";
            Assert.That(Cursors.Read(s_list, changed), Is.Null, changed);
        }
    }

    [Test]
    public void A_cursor_is_good_for_its_list_and_its_caller_alone()
    {
        var cursor = Cursors.Write(s_list, s_position);

        Assert.That(Cursors.Read(s_list with { Name = "activity" }, cursor), Is.Null);
        Assert.That(Cursors.Read(s_list with { Caller = new AccountId(new Guid("01990000-0000-7000-8000-000000000002")) }, cursor), Is.Null);
    }

    [Test]
    public void A_cursor_is_good_for_its_filter_alone()
    {
        var locked = s_list with { Filter = "locked=true" };
        var cursor = Cursors.Write(locked, s_position);

        Assert.That(Cursors.Read(s_list with { Filter = "locked=true" }, cursor), Is.EqualTo(s_position));
        Assert.That(Cursors.Read(s_list with { Filter = "locked=false" }, cursor), Is.Null);
        Assert.That(Cursors.Read(s_list, cursor), Is.Null);
        Assert.That(Cursors.Read(locked, Cursors.Write(s_list, s_position)), Is.Null);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(PagePosition.MaxKey)]
    public void A_cursor_of_a_list_that_is_sorted_by_a_text_tells_the_text(int length)
    {
        var position = s_position with { Key = new string('~', length) };
        var cursor = Cursors.Write(s_list, position);

        Assert.That(Cursors.Read(s_list, cursor), Is.EqualTo(position));
        Assert.That(cursor, Has.Length.GreaterThan(IPageCursors.Length).And.Length.LessThanOrEqualTo(IPageCursors.MaxLength));
        for (var i = 0; i < cursor.Length; i++)
        {
            var changed = $"{cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}";
            Assert.That(Cursors.Read(s_list, changed), Is.Null, changed);
            Assert.That(Cursors.Read(s_list, cursor[..i]), Is.Null, cursor[..i]);
        }
    }

    [Test]
    public void A_text_that_a_list_is_sorted_by_is_not_to_be_read_in_its_cursor()
    {
        var cursor = Cursors.Write(s_list, s_position with { Key = "321009007744+" });

        Assert.That(System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cursor)), Does.Not.Contain("3210090"));
        Assert.That(Cursors.Write(s_list, s_position with { Key = "321009007744+" }), Is.Not.EqualTo(cursor));
    }

    [Test]
    public void A_cursor_with_a_text_is_good_on_every_node_also_after_the_master_key_was_replaced()
    {
        var position = s_position with { Key = "321009007744+" };
        var cursor = Cursors.Write(s_list, position);

        Assert.That(new PageCursors(TestKeys.Master(TestKeys.NewMasterKey("new"), _key)).Read(s_list, cursor), Is.EqualTo(position));
    }

    [Test]
    public void A_filter_that_looks_like_a_list_makes_no_position_of_another_length()
    {
        var tail = $"{s_list.Name.Length}:{s_list.Name}{s_list.Caller.Value:N}";
        var cursor = Cursors.Write(s_list with { Name = "users", Filter = tail }, s_position);
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(cursor);
        byte[] moved = [.. bytes[..24], .. System.Text.Encoding.UTF8.GetBytes($"5:users{s_list.Caller.Value:N}"), .. bytes[24..]];

        Assert.That(moved.Length % 3, Is.Zero, "or it is no cursor at all");
        Assert.That(Cursors.Read(s_list, System.Buffers.Text.Base64Url.EncodeToString(moved)), Is.Null);
    }

    [Test]
    public void A_cursor_of_a_key_that_is_gone_is_refused() =>
        Assert.That(new PageCursors(TestKeys.Master(TestKeys.NewMasterKey("old"))).Read(s_list, Cursors.Write(s_list, s_position)), Is.Null);

    [TestCase("")]
    [TestCase("x")]
    [TestCase("'; drop table sessions; --")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("________________________________________________________________")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA \r\n\t")]
    [TestCase("\u0410AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Text_that_is_no_cursor_is_refused(string text) => Assert.That(Cursors.Read(s_list, text), Is.Null);

    [TestCase(" ")]
    [TestCase("=")]
    [TestCase("\n")]
    public void A_cursor_has_one_spelling(string more) => Assert.That(Cursors.Read(s_list, Cursors.Write(s_list, s_position) + more), Is.Null);
}
