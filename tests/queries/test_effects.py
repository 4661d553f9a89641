"""Effects: what a choice would do is what it does."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_member, make_post, make_subwiki, viewer
from wtsocial.actions import choices
from wtsocial.queries import effects, feeds
from wtsocial.queries import choices as reading
from wtsocial.views import Viewer

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def world() -> Viewer:
    eva = await make_member("eva")
    authors = [await make_member(name) for name in ("ana", "ben", "dan")]
    places = [await make_subwiki(slug) for slug in ("one", "two", "three")]
    words = ("Ice #climate", "Storm over Berlin", "Élan vital #Art", "Cats", "הפגנה #עברית", "Storm #climate", "全球气候变化")
    for n in range(45):
        await make_post(
            authors[n % 3],
            places[n * 7 % 3],
            headline=f"{words[n % 7]} {n}",
            host=("news.example", "blog.other.example")[n % 2],
            language=("", "en", "de")[n * 5 % 3],
            sensitive=n % 11 == 0,
            published_at=NOON + timedelta(minutes=n // 2),
        )
    return eva


async def test_saved_choices_give_the_feed_that_was_shown() -> None:
    eva = await world()
    document = asdict((await reading.mine(eva)).choices) | {"subwikis": ["one"], "people": ["ben"], "tags": ["climate"]}
    document["hide"] = {"words": ["storm"], "sources": [], "people": [], "tags": ["art"]}
    shown = await effects.effect(eva, document)
    assert shown.feed.posts
    assert shown.feed.hidden
    version = await choices.save(eva, document=document, based_on=0)
    assert version == 1
    assert await feeds.home(await viewer(eva)) == shown.feed
    assert {post.why for post in shown.feed.posts} == {"why.joined", "why.person", "why.tag"}
