"""Choices: the effect that stands beside each is the real one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial.accounts.views import Viewer
from wtsocial.subwikis import queries as choices

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def test_each_subwiki_says_how_many_of_the_newest_posts_are_from_there() -> None:
    author = await make_member("author", admin=True)
    places = [await make_subwiki(slug, by=author) for slug in ("busy", "calm", "empty")]
    for n in range(50):
        await make_post(author, places[0 if n % 4 else 1], published_at=NOON + timedelta(minutes=n))
    offer = await choices.of_subwikis(Viewer())
    assert offer.of == 40
    assert {one.slug: one.adds for one in offer.choices} == {"busy": 30, "calm": 10, "empty": 0}


async def test_hidden_posts_count_for_nobody() -> None:
    author = await make_member("author", admin=True)
    place = await make_subwiki("one", by=author)
    await make_post(author, place)
    await make_post(author, place, hidden=True)
    offer = await choices.of_subwikis(author)
    assert (offer.of, [one.adds for one in offer.choices]) == (1, [1])


async def test_what_was_joined_is_marked_for_the_member_alone() -> None:
    ana, place = await make_member("ana"), await make_subwiki("one")
    await join(ana, place)
    assert [one.joined for one in (await choices.of_subwikis(ana)).choices] == [True]
    assert [one.joined for one in (await choices.of_subwikis(Viewer())).choices] == [False]


async def test_the_cost_does_not_grow_with_the_subwikis(count_statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    for n in range(5):
        await make_subwiki(f"wiki-{n}")
    with count_statements() as sent:
        await choices.of_subwikis(Viewer())
    assert len(sent) == 2
