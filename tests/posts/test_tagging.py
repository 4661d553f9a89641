"""Tagging: a post stands under the tags that stand in it now, while it is shown."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.choices import queries as choices
from wtsocial.editing.actions import edits
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.feeds import queries as feeds
from wtsocial.models import PostTag
from wtsocial.moderation import decisions
from wtsocial.moderation.erasure import erase_revision
from wtsocial.posts import imported_posts, publishing
from wtsocial.posts import queries as reading

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]


async def _rows() -> list[tuple[int, str]]:
    async with db.reading() as session:
        found = select(PostTag.post_id, PostTag.tag).order_by(col(PostTag.post_id), col(PostTag.tag))
        return [(post_id, tag) for post_id, tag in (await session.exec(found)).all()]


async def _there() -> tuple[Viewer, Viewer, int]:
    place, ana = await make_subwiki(), await make_member("ana")
    await join(ana, place)
    mo = await join(await make_member("mo"), place, role="moderator")
    return ana, mo, place


async def test_tags_are_read_when_a_post_is_published_and_its_headline_or_text_changes(announcements: Announcements) -> None:
    ana, mo, _ = await _there()
    post_id = await publishing.open_discussion(ana, subwiki="climate", headline="Ice #Arctic", text="It melts #ice `#code`")
    assert await _rows() == [(post_id, "arctic"), (post_id, "ice")]
    rooms, hint = announcements[-1]
    assert {"tag:arctic", "tag:ice", f"person:{ana.id}"} <= set(rooms)
    assert hint["tags"] == ["arctic", "ice"]
    announcements.clear()
    await edits.edit_text(mo, post_id=post_id, text="It melts #water", based_on=1)
    assert await _rows() == [(post_id, "arctic"), (post_id, "water")]
    # Who found it by the tag that is gone hears of it, too.
    assert [patch["tags"] for rooms, patch in announcements if "tag:ice" in rooms and "tags" in patch] == [["arctic", "water"]]
    await correct_headline(mo, post_id=post_id, headline="Ice", reason="exaggerated", source="https://a.example/", based_on=2)
    assert await _rows() == [(post_id, "water")]
    assert [patch["headline"] for rooms, patch in announcements if "tag:arctic" in rooms and "headline" in patch] == ["Ice"]
    assert (await reading.one(ana, post_id)).tags == ["water"]


async def test_the_feed_of_a_tag_in_any_spelling() -> None:
    ana, _, place = await _there()
    made = [await make_post(ana, place, headline=f"#Straße {n}") for n in range(3)]
    await make_post(ana, place, headline="#Strassen")
    for name in ("strasse", "#STRASSE", "Straße"):
        page = await feeds.of_tag(Viewer(), name)
        assert [post.id for post in page.posts] == made[::-1]
    assert {post.why for post in page.posts} == {"why.tagged"}
    found = await choices.tag(Viewer(), "Straße")
    assert (found.tag, found.posts, found.followed, found.may_follow) == ("strasse", 3, False, False)


async def test_a_hidden_post_stands_under_no_tag_until_it_is_shown_again() -> None:
    ana, mo, place = await _there()
    post_id = await make_post(ana, place, headline="#ice")
    await decisions.decide(mo, subject_kind="post", subject_id=post_id, action="hide", reason="Spam")
    assert await _rows() == []
    assert (await feeds.of_tag(ana, "ice")).posts == []
    assert (await choices.tag(ana, "ice")).posts == 0
    await decisions.decide(mo, subject_kind="post", subject_id=post_id, action="restore", reason="It was none")
    assert await _rows() == [(post_id, "ice")]


async def test_the_tags_of_an_erased_text_are_gone(announcements: Announcements) -> None:
    ana, mo, place = await _there()
    post_id = await make_post(ana, place, headline="#secret", text="#private")
    await decisions.decide(mo, subject_kind="post", subject_id=post_id, action="hide", reason="Private data")
    announcements.clear()
    await erase_revision(mo, subject_kind="post", subject_id=post_id, number=1, reason="Private data")
    assert await _rows() == []
    assert (await reading.one(mo, post_id)).tags == []
    assert [patch["tags"] for rooms, patch in announcements if "tag:secret" in rooms and "tags" in patch] == [[]]
    assert "secret" not in str([patch for _, patch in announcements])


async def test_imported_posts_have_their_tags() -> None:
    ana, _, _ = await _there()
    at = (await reading.one(ana, await publishing.open_discussion(ana, subwiki="climate", headline="x", text="y"))).published
    old = [imported_posts.OldPost(ana, "climate", f"Old #t{n}", "", "text", _moment(at, n)) for n in range(3)]
    numbers = await imported_posts.import_posts(old)
    assert await _rows() == [(number, f"t{n}") for n, number in enumerate(numbers)]


def _moment(at: int, days: int) -> Any:
    return datetime.fromtimestamp(at / 1000, UTC) - timedelta(days=days + 1)
