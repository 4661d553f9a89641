"""The home feed of who follows members and tags and hides things: what stands in it, why, how many were left out, and at what cost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories import join, make_member, make_post, make_subwiki, viewer
from tests.plans import noting, plan
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.choices import actions as choices
from wtsocial.choices import follows
from wtsocial.choices.views import Choices
from wtsocial.feeds import queries as feeds
from wtsocial.feeds.queries import ROUNDS
from wtsocial.posts import votes
from wtsocial.posts.views import FeedPage

Counting = Callable[[], AbstractContextManager[list[str]]]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def _choose(who: Viewer, **document: Any) -> Viewer:
    """How the session sees them after they chose that."""
    await choices.save(who, document=document, based_on=0)
    return await viewer(who)


async def _posts(by: Viewer, place: int, *headlines: str, hour: int = 0, **more: Any) -> list[int]:
    """Posts a minute apart, the newest first."""
    at = NOON + timedelta(hours=hour)
    made = [await make_post(by, place, headline=line, published_at=at + timedelta(minutes=n), **more) for n, line in enumerate(headlines)]
    return made[::-1]


def _ids(page: FeedPage) -> list[int]:
    return [post.id for post in page.posts]


async def _people() -> tuple[Viewer, Viewer, Viewer, int, int]:
    eva, ana, ben = await make_member("eva"), await make_member("ana"), await make_member("ben")
    return eva, ana, ben, await make_subwiki("one"), await make_subwiki("two")


async def test_each_post_stands_there_once_and_for_its_first_reason() -> None:
    eva, ana, ben, one, two = await _people()
    joined = await _posts(ana, one, "#art in one")
    person = await _posts(ana, two, "#art in two", hour=1)
    tag = await _posts(ben, two, "#Zoo and #ART", hour=2)
    await _posts(ben, two, "Nothing", hour=3)
    eva = await _choose(eva, subwikis=["one"], people=["ana"], tags=["art", "zoo"])
    page = await feeds.home(eva)
    assert [(post.id, post.why, post.why_about) for post in page.posts] == [
        (tag[0], "why.tag", "art"),
        (person[0], "why.person", "ana"),
        (joined[0], "why.joined", ""),
    ]


async def test_pages_of_all_that_is_followed_go_on_without_gap_or_repetition() -> None:
    eva, ana, ben, one, two = await _people()
    for n in range(12):
        await make_post((ana, ben)[n % 2], (one, two)[n // 2 % 2], headline=("#art", "x")[n % 3 == 0], published_at=NOON)
    eva = await _choose(eva, subwikis=["one"], people=["ana"], tags=["art"])
    everything, seen, older = _ids(await feeds.home(eva)), list[int](), ""
    for _ in range(20):
        page = await feeds.home(eva, older=older, limit=2)
        seen += _ids(page)
        older = page.older
        if not older:
            break
    assert seen == everything
    assert len(everything) == 11
    assert _ids(await feeds.home(eva, newer=(await feeds.home(eva, limit=1)).newest)) == []


async def test_what_is_hidden_is_left_out_of_every_feed_but_of_a_profile_and_what_was_saved() -> None:
    eva, ana, _, one, _ = await _people()
    shown = await _posts(ana, one, "Calm #art")
    hidden = await _posts(ana, one, "A storm #art", hour=1)
    own = await _posts(eva, one, "My storm #art", hour=2)
    await votes.save_post(eva, post_id=hidden[0])
    eva = await _choose(eva, subwikis=["one"], tags=["art"], hide={"words": ["storm"]})
    for page in (await feeds.home(eva), await feeds.everything(eva), await feeds.of_subwiki(eva, "one"), await feeds.of_tag(eva, "art")):
        assert (_ids(page), page.hidden) == ([own[0], shown[0]], 1)
    assert (_ids(await feeds.of_member(eva, "ana")), _ids(await feeds.saved(eva))) == ([hidden[0], shown[0]], hidden)
    assert _ids(await feeds.everything(Viewer())) == [own[0], hidden[0], shown[0]]


async def test_a_page_is_filled_up_in_place_of_what_was_left_out() -> None:
    eva, ana, _, one, _ = await _people()
    made = await _posts(ana, one, *(("storm", "calm")[n % 3 == 0] + f" {n}" for n in range(30)))
    calm = [post for n, post in enumerate(made[::-1]) if n % 3 == 0][::-1]
    eva = await _choose(eva, subwikis=["one"], hide={"words": ["storm"]})
    first = await feeds.home(eva, limit=6)
    assert (_ids(first), first.hidden) == (calm[:6], 12)
    second = await feeds.home(eva, limit=6, older=first.older)
    assert (_ids(second), second.older) == (calm[6:], "")
    assert first.hidden + second.hidden == 20
    # The newest that was looked at is behind the reader, though it was hidden.
    assert _ids(await feeds.home(eva, newer=first.newest)) == []


async def test_who_hides_nearly_everything_gets_a_short_page_and_a_way_on(count_statements: Counting) -> None:
    eva, ana, _, one, _ = await _people()
    made = await _posts(ana, one, "calm", *(f"storm {n}" for n in range(40)))
    eva = await _choose(eva, subwikis=["one"], hide={"words": ["storm"]})
    with count_statements() as sent:
        page = await feeds.home(eva, limit=2)
    assert len(sent) == ROUNDS
    assert (page.posts, page.hidden) == ([], 5 * ROUNDS)
    while page.older:
        page = await feeds.home(eva, limit=2, older=page.older)
    assert _ids(page) == [made[-1]]


async def test_a_feed_is_one_statement_however_much_is_followed_and_hidden(count_statements: Counting) -> None:
    eva, ana, _, one, _ = await _people()
    await _posts(ana, one, *(f"calm {n} #t{n}" for n in range(20)))
    eva = await _choose(
        eva, subwikis=["one"], people=["ana"], tags=[f"t{n}" for n in range(20)], hide={"words": [f"w{n}" for n in range(100)]}
    )
    for limit in (1, 8):
        with count_statements() as sent:
            assert len((await feeds.home(eva, limit=limit)).posts) == limit
        assert len(sent) == 1
    with count_statements() as sent:
        await follows.of_viewer(eva)
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("chosen", "states"),
    [({}, [True, False]), ({"sensitive": "show"}, [False, False]), ({"sensitive": "hide"}, [False])],
)
async def test_sensitive_posts_are_covered_shown_or_left_out(chosen: dict[str, Any], states: list[bool]) -> None:
    eva, ana, _, one, _ = await _people()
    await _posts(ana, one, "Calm")
    await _posts(ana, one, "Blood", hour=1, sensitive=True)
    eva = await _choose(eva, subwikis=["one"], **chosen)
    assert [post.covered for post in (await feeds.home(eva)).posts] == states
    assert [post.covered for post in (await feeds.everything(Viewer())).posts] == [True, False]


async def test_languages_leave_out_the_others_and_never_what_says_none() -> None:
    eva, ana, _, one, _ = await _people()
    for language in ("", "de", "en", "he"):
        await _posts(ana, one, f"In {language}", language=language)
    eva = await _choose(eva, subwikis=["one"], languages=["en", "he"])
    page = await feeds.home(eva)
    assert ({post.language for post in page.posts}, page.hidden) == ({"", "en", "he"}, 1)


async def test_a_draft_is_read_by_the_same_statement_as_what_is_saved() -> None:
    eva, ana, ben, one, two = await _people()
    await _posts(ana, two, "#art", "x")
    await _posts(ben, one, "y", hour=1)
    async with db.reading() as session:
        wanted = Choices(["one"], ["ana"], ["art"])
        there = await follows.named(await session.connection(), wanted)
    draft = await feeds.home_as_chosen(eva, wanted, there)
    assert draft == await feeds.home(await _choose(eva, subwikis=["one"], people=["ana"], tags=["art"]))
    assert len(draft.posts) == 3


async def test_every_reason_is_looked_up_in_an_index(database: str) -> None:
    eva, ana, _, one, _ = await _people()
    await _posts(ana, one, "#art")
    eva = await join(eva, one)
    eva = await _choose(eva, subwikis=["one"], people=["ana"], tags=["art"])
    with noting() as sent:
        await feeds.home(eva)
    how = await plan(*sent[-1])
    # With a handful of rows PostgreSQL may take any of them (`benchmarks.plan` looks at many).
    for index in ("ix_post_subwiki_feed", "ix_post_author_feed", "ix_posttag_feed") if database.startswith("sqlite") else ("_feed",):
        assert index in how
    assert [scan for scan in ("SCAN post", "SCAN each", "SCAN found", "SCAN head", "Seq Scan on post") if scan in how] == [], how
