"""Feeds: who sees what, in which order, and at what cost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.choices import follows
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.feeds import queries as feeds
from wtsocial.posts import votes

Counting = Callable[[], AbstractContextManager[list[str]]]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def _world(posts: int = 7) -> tuple[Viewer, Viewer, list[int]]:
    """A reader in two of three subwikis, the author of all posts, and the posts of the joined ones, newest first."""
    author, reader = await make_member("author"), await make_member("reader")
    places = [await make_subwiki(slug) for slug in ("one", "two", "three")]
    for place in places[:2]:
        await join(reader, place)
    made = [await make_post(author, places[n % 3], headline=f"Post {n}", published_at=NOON + timedelta(minutes=n)) for n in range(posts)]
    return reader, author, [post for n, post in reversed(list(enumerate(made))) if n % 3 != 2]


async def test_home_shows_the_joined_subwikis_newest_first_and_says_why() -> None:
    reader, _, expected = await _world()
    page = await feeds.home(reader)
    assert [post.id for post in page.posts] == expected
    assert {post.why for post in page.posts} == {"why.joined"}
    assert page.older == ""


async def test_home_is_empty_for_who_joined_nothing() -> None:
    _, author, _ = await _world()
    assert (await feeds.home(author)).posts == []
    assert (await feeds.home(Viewer())).posts == []


async def test_older_pages_follow_without_gap_or_repetition_even_at_one_moment() -> None:
    reader, author, _ = await _world(0)
    place = next(iter((await follows.of_viewer(reader)).subwikis))
    made = [await make_post(author, place, published_at=NOON) for _ in range(7)]
    seen: list[int] = []
    older = ""
    for _ in range(4):
        page = await feeds.home(reader, older=older, limit=2)
        seen += [post.id for post in page.posts]
        older = page.older
    assert seen == made[::-1]
    assert older == ""


async def test_newer_answers_exactly_what_came_since() -> None:
    reader, author, _ = await _world()
    newest = (await feeds.home(reader)).newest
    assert (await feeds.home(reader, newer=newest)).posts == []
    assert (await feeds.home(reader, newer=newest)).newest == newest
    place = next(iter((await follows.of_viewer(reader)).subwikis))
    late = [await make_post(author, place, published_at=NOON + timedelta(hours=n)) for n in (1, 2)]
    page = await feeds.home(reader, newer=newest, limit=1)
    assert [post.id for post in page.posts] == late[::-1]


async def test_what_comes_after_an_empty_page_is_found() -> None:
    reader, author, _ = await _world(0)
    empty = await feeds.everything(reader)
    post = await make_post(author, next(iter((await follows.of_viewer(reader)).subwikis)))
    assert [found.id for found in (await feeds.everything(reader, newer=empty.newest)).posts] == [post]


async def test_more_than_two_hundred_newer_posts_leave_a_cursor_to_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wtsocial.text.limits.FEED_NEWER", 3)
    reader, _, expected = await _world(9)
    page = await feeds.home(reader, newer="0-0")
    assert [post.id for post in page.posts] == expected[:3]
    assert page.older != ""


@pytest.mark.parametrize("nonsense", ["x", "1", "1-", "-1-1", "1-1-1", "1-1\n", "zz-1", "f" * 15 + "-1", "1-ffffffff", "1" * 10_000, "٣-1"])
async def test_a_cursor_that_is_none_is_refused(nonsense: str) -> None:
    reader = await make_member("reader")
    with pytest.raises(Invalid, match="error.cursor"):
        await feeds.home(reader, older=nonsense)
    with pytest.raises(Invalid, match="error.cursor"):
        await feeds.everything(reader, newer=nonsense)


async def test_hidden_posts_stand_in_no_feed() -> None:
    reader, author, _ = await _world(0)
    place = next(iter((await follows.of_viewer(reader)).subwikis))
    hidden = await make_post(author, place, hidden=True)
    shown = await make_post(author, place)
    moderator = await join(await make_member("moderator"), place, role="moderator")
    for page in (
        await feeds.home(reader),
        await feeds.everything(Viewer()),
        await feeds.of_subwiki(moderator, "one"),
        await feeds.of_member(author, "author"),
    ):
        assert [post.id for post in page.posts] == [shown]
    assert hidden != shown


async def test_each_feed_holds_its_own() -> None:
    reader, _, _ = await _world()
    assert len((await feeds.everything(reader)).posts) == 7
    assert [post.headline for post in (await feeds.of_subwiki(reader, "three")).posts] == ["Post 5", "Post 2"]
    assert len((await feeds.of_member(reader, "author")).posts) == 7
    assert (await feeds.of_member(reader, "reader")).posts == []


async def test_feeds_of_what_is_not_there_are_not_found() -> None:
    with pytest.raises(NotFound):
        await feeds.of_subwiki(Viewer(), "nowhere")
    with pytest.raises(NotFound):
        await feeds.of_member(Viewer(), "nobody")


async def test_saved_posts_come_in_the_order_of_saving_and_for_their_owner_alone() -> None:
    reader, author, posts = await _world()
    for post in (posts[0], posts[2], posts[1]):
        await votes.save_post(reader, post_id=post)
    page = await feeds.saved(reader)
    assert [post.id for post in page.posts] == [posts[1], posts[2], posts[0]]
    assert all(post.saved for post in page.posts)
    assert (await feeds.saved(author)).posts == []


async def test_a_post_carries_what_the_viewer_did_and_may_do() -> None:
    reader, author, posts = await _world()
    await votes.upvote(reader, post_id=posts[0])
    mine = {post.id: post for post in (await feeds.home(reader)).posts}
    assert mine[posts[0]].voted
    assert mine[posts[0]].votes == 1
    assert not mine[posts[1]].voted
    assert mine[posts[0]].may_vote
    theirs = (await feeds.everything(author)).posts[0]
    assert theirs.own
    assert not theirs.may_vote
    outside = (await feeds.everything(Viewer())).posts[0]
    allowed = (outside.may_vote, outside.may_comment, outside.may_correct, outside.may_edit, outside.may_flag, outside.may_moderate)
    assert not any((outside.voted, outside.saved, outside.own, *allowed))


async def test_a_feed_is_one_statement_however_long_it_is(count_statements: Counting) -> None:
    reader, _, _ = await _world(12)
    for limit in (1, 8):
        with count_statements() as sent:
            assert len((await feeds.home(reader, limit=limit)).posts) == limit
        assert len(sent) == 1
    with count_statements() as sent:
        await feeds.of_subwiki(reader, "one")
    assert len(sent) == 2


async def test_every_feed_reads_indexes_and_never_the_whole_table(database: str) -> None:
    reader, _, _ = await _world()
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "published_at" in statement:
            sent.append((statement, parameters))

    engine = db.engine().sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await feeds.home(reader)
    await feeds.home(reader, newer="1-1")
    await feeds.everything(reader, older="ffffffffff-1")
    await feeds.of_subwiki(reader, "one")
    await feeds.of_member(reader, "author")
    event.remove(engine, "before_cursor_execute", note)
    assert len(sent) == 5
    async with db.one_moment() as connection:
        if not database.startswith("sqlite"):
            # With a handful of rows PostgreSQL rightly prefers to read the table; at size it must not.
            await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, parameters in sent:
            explain = "EXPLAIN QUERY PLAN " if database.startswith("sqlite") else "EXPLAIN "
            plan = "\n".join(str(tuple(row)) for row in (await connection.exec_driver_sql(explain + statement, parameters)).all())
            assert "_feed" in plan
            assert "Seq Scan on post" not in plan
            assert "SCAN post" not in plan
            assert "SCAN found" not in plan
            assert "SCAN each" not in plan
