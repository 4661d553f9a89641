"""Publishing and editing posts: what is allowed, what is refused, and what everybody hears of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from tests.factories import join, make_member, make_post, make_subwiki
from tests.plans import noting, plan
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.choices import follows
from wtsocial.core.errors import EditConflict, Invalid, LoginNeeded, NotAllowed, NotFound, TooMany
from wtsocial.editing.actions import edits
from wtsocial.feeds import queries as feeds
from wtsocial.i18n import say
from wtsocial.models import Post, Revision, Subwiki, now
from wtsocial.posts import announcements as order
from wtsocial.posts import imported_posts, publishing
from wtsocial.posts import queries as reading
from wtsocial.revisions.views import Saved
from wtsocial.text import limits

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]


async def _member_of(slug: str = "climate") -> tuple[Viewer, int]:
    place = await make_subwiki(slug)
    return await join(await make_member("ana"), place), place


async def _revisions(post_id: int) -> list[Revision]:
    async with db.reading() as session:
        return list((await session.exec(select(Revision).where(Revision.post_id == post_id).order_by(col(Revision.number)))).all())


async def test_news_stands_in_the_feed_with_its_source_and_first_revision() -> None:
    ana, place = await _member_of()
    post_id = await publishing.publish_news(
        ana, subwiki="climate", headline="  Ice   melts ", link="HTTPS://www.Example.org:443/a", text="*Why*"
    )
    post = await reading.one(ana, post_id)
    assert (post.kind, post.headline, post.first_headline, post.link, post.host) == (
        "news", "Ice melts", "Ice melts", "https://www.example.org/a", "example.org",
    )  # fmt: skip
    assert post.excerpt == "Why"
    assert "<em>Why</em>" in post.html
    assert [(r.number, r.change, r.headline, r.editor_id) for r in await _revisions(post_id)] == [(1, "created", "Ice melts", ana.id)]
    async with db.reading() as session:
        assert (await session.exec(select(Subwiki.posts_count).where(Subwiki.id == place))).one() == 1


async def test_a_new_post_is_announced_with_its_place_in_time(announcements: Announcements) -> None:
    ana, place = await _member_of()
    before = (await feeds.everything(ana)).newest
    post_id = await publishing.open_discussion(ana, subwiki="climate", headline="What now?", text="Tell us")
    (rooms, message) = announcements[-1]
    assert rooms == ("all", f"subwiki:{place}", f"person:{ana.id}")
    page = await feeds.everything(ana, newer=before)
    assert [post.id for post in page.posts] == [post_id]
    assert message == {
        "kind": "new", "id": post_id, "stamp": 1, "subwiki_id": place, "headline": "What now?", "author": "ana", "published": page.posts[0].published,
        "said": " what now tell us ", "domain": "", "tags": [], "language": "", "sensitive": False,
    }  # fmt: skip


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400), timedelta(milliseconds=1)], ids=str)
async def test_a_clock_that_was_set_back_hides_nothing_and_keeps_the_order(
    back: timedelta, monkeypatch: pytest.MonkeyPatch, announcements: Announcements, caplog: pytest.LogCaptureFixture
) -> None:
    ana, _ = await _member_of()

    async def post(headline: str) -> int:
        return await publishing.open_discussion(ana, subwiki="climate", headline=headline, text="#ice")

    first = await post("Before")
    before = await feeds.everything(ana)
    monkeypatch.setattr(order, "now", lambda: now() - back)
    later = [await post(headline) for headline in ("After", "And after that")]
    newer = await feeds.everything(ana, newer=before.newest)
    assert [one.id for one in newer.posts] == later[::-1]
    for page in (
        await feeds.everything(ana),
        await feeds.of_subwiki(ana, "climate"),
        await feeds.of_member(ana, "ana"),
        await feeds.of_tag(ana, "ice"),
    ):
        assert [one.id for one in page.posts] == [*later[::-1], first]
    times = [message["published"] for _, message in announcements if message["kind"] == "new"]
    assert times == sorted(times)
    assert ("clock is" in caplog.text) == (back > timedelta(minutes=1))
    monkeypatch.setattr(order, "now", now)
    last = await post("When the clock is right again")
    assert (await feeds.everything(ana)).posts[0].id == last


async def test_what_is_published_next_is_found_by_an_index() -> None:
    ana, _ = await _member_of()
    with noting() as sent:
        await publishing.open_discussion(ana, subwiki="climate", headline="One", text="Two")
    [(statement, parameters)] = [one for one in sent if one[0].startswith("SELECT post.published_at")]
    assert "ix_post_feed" in await plan(statement, parameters)


async def test_nobody_posts_where_they_have_not_joined() -> None:
    await make_subwiki()
    ben = await make_member("ben")
    with pytest.raises(NotAllowed, match="subwiki.join_first") as refused:
        await publishing.open_discussion(ben, subwiki="climate", headline="Hello", text="there")
    assert refused.value.field == "subwiki"
    with pytest.raises(NotFound):
        await publishing.open_discussion(ben, subwiki="nowhere", headline="Hello", text="there")
    with pytest.raises(LoginNeeded):
        await publishing.open_discussion(Viewer(), subwiki="climate", headline="Hello", text="there")


@pytest.mark.parametrize(("state", "key"), [("suspended", "error.suspended"), ("waiting", "error.unconfirmed")])
async def test_a_member_who_cannot_take_part_posts_nothing(state: str, key: str, announcements: Announcements) -> None:
    place = await make_subwiki()
    member = await join(await make_member("ana", state=state), place)
    with pytest.raises(NotAllowed, match=key):
        await publishing.open_discussion(member, subwiki="climate", headline="Hello", text="there")
    assert (await feeds.everything(member)).posts == []
    assert announcements == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"headline": " "}, "headline"),
        ({"headline": "x" * (limits.HEADLINE + 1)}, "headline"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": ""}, "link"),
        ({"text": "x" * (limits.POST_TEXT + 1)}, "text"),
        ({"headline": "\u202eevil"}, "headline"),
    ],
)
async def test_a_field_that_cannot_be_used_is_named(changed: dict[str, Any], field: str) -> None:
    ana, _ = await _member_of()
    given: dict[str, Any] = {"headline": "Hello", "link": "https://example.org/", "text": ""} | changed
    with pytest.raises(Invalid) as refused:
        await publishing.publish_news(ana, subwiki="climate", **given)
    assert refused.value.field == field


async def test_fields_at_their_limit_are_taken() -> None:
    ana, _ = await _member_of()
    longest = "x" * limits.HEADLINE
    post_id = await publishing.open_discussion(ana, subwiki="climate", headline=longest, text="y" * limits.POST_TEXT)
    assert (await reading.one(ana, post_id)).headline == longest


async def test_who_posts_too_much_in_an_hour_is_told_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "POSTS_PER_HOUR", 2)
    ana, _ = await _member_of()
    for number in range(2):
        await publishing.open_discussion(ana, subwiki="climate", headline=f"Post {number}", text="text")
    with pytest.raises(TooMany) as refused:
        await publishing.open_discussion(ana, subwiki="climate", headline="Post 3", text="text")
    assert (refused.value.key, dict(refused.value.params)) == ("error.hourly_posts", {"most": 2, "count": 60})
    assert say("en", refused.value.key, **refused.value.params) == "That is 2 posts in an hour. You can post again in 60 minutes."
    ben = await join(await make_member("ben"), next(iter((await follows.of_viewer(ana)).subwikis)))
    await publishing.open_discussion(ben, subwiki="climate", headline="Mine", text="text")


async def test_who_is_new_posts_less_in_an_hour_until_the_first_of_them_is_an_hour_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "NEW_POSTS_PER_HOUR", 2)
    place = await make_subwiki()
    fresh, ana = [await join(await make_member(name, new=name == "fresh"), place) for name in ("fresh", "ana")]
    made = [await publishing.open_discussion(fresh, subwiki="climate", headline=f"Post {number}", text="text") for number in range(2)]
    async with db.transaction() as change:
        first = update(Revision).where(col(Revision.post_id) == made[0]).values(at=now() - timedelta(minutes=48, seconds=30))
        await change.session.exec(first)
    with pytest.raises(TooMany) as refused:
        await publishing.open_discussion(fresh, subwiki="climate", headline="Post 3", text="text")
    assert (refused.value.key, dict(refused.value.params)) == ("error.hourly_new", {"most": 2, "count": 12})
    for number in range(3):
        await publishing.open_discussion(ana, subwiki="climate", headline=f"Post {number}", text="text")
    async with db.transaction() as change:
        await change.session.exec(update(Revision).where(col(Revision.post_id) == made[0]).values(at=now() - timedelta(minutes=61)))
    await publishing.open_discussion(fresh, subwiki="climate", headline="Post 3", text="text")


async def test_there_is_a_quota_of_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "POSTS_PER_MEMBER", 1)
    ana, _ = await _member_of()
    await publishing.open_discussion(ana, subwiki="climate", headline="Post", text="text")
    with pytest.raises(TooMany, match="error.quota"):
        await publishing.open_discussion(ana, subwiki="climate", headline="Post", text="text")


async def test_an_imported_post_keeps_its_time_and_is_not_announced(announcements: Announcements) -> None:
    ana, _ = await _member_of()
    then = datetime(2020, 9, 17, 8, 30, tzinfo=UTC)
    post_id = await imported_posts.import_post(
        ana, subwiki="climate", headline="Old", link="https://example.org/", text="", published_at=then
    )
    post = await reading.one(ana, post_id)
    assert post.published == int(then.timestamp()) * 1000
    assert post.kind == "news"
    assert announcements == []


async def test_the_newest_post_of_a_link_is_found() -> None:
    ana, _ = await _member_of()
    assert await reading.same_link("https://example.org/a") == 0
    ana = await join(ana, await make_subwiki("rivers"))
    to = ("climate", "rivers")
    ids = [await publishing.publish_news(ana, subwiki=slug, headline="A", link="https://example.org/a") for slug in to]
    assert await reading.same_link("https://example.org/a") == ids[1]
    assert await reading.same_link("https://example.org/b") == 0
    assert await reading.same_link("") == 0


async def test_an_edit_is_saved_as_a_revision_and_shown_live(announcements: Announcements) -> None:
    ana, place = await _member_of()
    post_id = await make_post(ana, place, text="First")
    ben = await make_member("ben")
    assert await edits.edit_text(ben, post_id=post_id, text="Second", based_on=1, note="better") == Saved(2)
    assert [(r.number, r.change, r.text, r.note) for r in await _revisions(post_id)] == [
        (1, "created", "First", ""),
        (2, "text", "Second", "better"),
    ]
    patch = {"kind": "post", "id": post_id, "stamp": 2, "revision": 2, "excerpt": "Second"}
    assert announcements[0] == (("all", f"subwiki:{place}", f"person:{ana.id}"), patch)
    assert announcements[1][0] == (f"post:{post_id}",)
    assert "Second" in announcements[1][1]["html"]


async def test_two_saves_on_one_base_conflict_and_nothing_is_lost(announcements: Announcements) -> None:
    ana, place = await _member_of()
    ben = await make_member("ben")
    post_id = await make_post(ana, place, text="First")
    await edits.edit_text(ana, post_id=post_id, text="Ana's", based_on=1)
    announcements.clear()
    with pytest.raises(EditConflict) as conflict:
        await edits.edit_text(ben, post_id=post_id, text="Ben's", based_on=1)
    assert (conflict.value.theirs, conflict.value.theirs_by, conflict.value.base, conflict.value.latest) == ("Ana's", "ana", 1, 2)
    assert announcements == []
    assert (await edits.edit_text(ben, post_id=post_id, text="Both's", based_on=2)).revision == 3


async def test_an_edit_on_a_revision_that_never_was_conflicts() -> None:
    ana, place = await _member_of()
    post_id = await make_post(ana, place, text="First")
    with pytest.raises(EditConflict):
        await edits.edit_text(ana, post_id=post_id, text="Second", based_on=99)


async def test_an_edit_that_changes_nothing_is_refused() -> None:
    ana, place = await _member_of()
    post_id = await make_post(ana, place, text="First")
    with pytest.raises(Invalid, match="edit.unchanged"):
        await edits.edit_text(ana, post_id=post_id, text="First\n", based_on=1)
    assert len(await _revisions(post_id)) == 1


async def test_an_individual_post_is_edited_by_its_author_alone() -> None:
    ana, place = await _member_of()
    ben = await make_member("ben")
    post_id = await make_post(ana, place, text="First", mode="individual")
    with pytest.raises(NotAllowed):
        await edits.edit_text(ben, post_id=post_id, text="Second", based_on=1)
    with pytest.raises(NotAllowed):
        await reading.edit_base(ben, post_id)
    assert await reading.edit_base(ana, post_id) == ("Sea ice at its lowest since records began", "First", 1)
    assert (await edits.edit_text(ana, post_id=post_id, text="Second", based_on=1)).revision == 2


async def test_a_hidden_post_is_not_there_for_others_and_cannot_be_edited() -> None:
    ana, place = await _member_of()
    ben = await make_member("ben")
    post_id = await make_post(ana, place, text="First", hidden=True)
    for refused in (post_id, 2**31 - 1):
        with pytest.raises(NotFound, match="error.not_found"):
            await edits.edit_text(ben, post_id=refused, text="Second", based_on=1)
        with pytest.raises(NotFound, match="error.not_found"):
            await reading.one(ben, refused)
        with pytest.raises(NotFound):
            await reading.one(Viewer(), refused)
    assert (await reading.one(ana, post_id)).hidden
    with pytest.raises(NotAllowed):
        await edits.edit_text(ana, post_id=post_id, text="Second", based_on=1)
    async with db.reading() as session:
        assert (await session.exec(select(Post.text).where(Post.id == post_id))).one() == "First"
