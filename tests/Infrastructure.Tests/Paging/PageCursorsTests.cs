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
