"""What was erased is in no list, difference, feed, search, answer of the API, form, notice or live word, and in no file."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from tests.documents import document_site
from tests.factories import viewer
from tests.moderation.erasures import SECRET, erase, people, secretive, stored
from wtsocial.accounts.views import Viewer
from wtsocial.editing.queries import changes, corrections, suggestions
from wtsocial.endpoints import api, atom_feeds
from wtsocial.feeds import queries as feeds
from wtsocial.feeds import what_if
from wtsocial.moderation import queries as moderation
from wtsocial.moderation.erasure_views import ErasedView
from wtsocial.notifications import queries as notifications
from wtsocial.posts import queries as posts
from wtsocial.posts import threads
from wtsocial.revisions import proofs
from wtsocial.revisions import queries as revisions
from wtsocial.revisions.views import ProofView

Announcements = list[tuple[tuple[str, ...], dict[str, Any]]]

ADDRESSES = (
    "/", "/all", "/log", "/changes", "/corrections", "/w/climate", "/w/climate/about", "/u/ana", "/u/ben", "/source/news.example",
)  # fmt: skip


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """What anybody can ask the site for over HTTP: documents, feeds, the API."""
    async with document_site(tmp_path, Starlette(routes=[*api.ROUTES, *atom_feeds.ROUTES])) as client:
        yield client


async def _read(site: httpx.AsyncClient, post_id: int) -> str:
    """All that strangers are handed out about a post."""
    of_post = [f"/post/{post_id}{part}" for part in ("", "/edit", "/history", "/diff/1/2", "/diff/4/5", "/diff/6/7")]
    machines = [
        "/feed.atom",
        "/changes.atom",
        "/corrections.atom",
        "/corrections.json",
        "/log.atom",
        "/log.json",
        "/w/climate.atom",
        "/u/ana.atom",
    ]
    answers = [await site.get(address) for address in [*ADDRESSES, *of_post, *machines, f"/api/v1/posts/{post_id}/history"]]
    assert [answer.status_code for answer in answers[: len(ADDRESSES)]] == [200] * len(ADDRESSES)
    return "".join(answer.text for answer in answers).casefold()


async def _shown(members: list[Viewer], post_id: int) -> str:
    """All that the pages show these members, and a stranger."""
    found: list[Any] = [await moderation.log(), await corrections.of_day(datetime.now(UTC).date()), await corrections.newest()]
    for who in (*members, Viewer()):
        found += [await feeds.everything(who), await feeds.of_member(who, "ana"), await posts.one(who, post_id), await changes.recent(who)]
        found += [await revisions.of_post(who, post_id), await suggestions.of_post(who, post_id), await threads.of_post(who, post_id)]
        found += [await revisions.difference(who, post_id, 6, 7), (await feeds.of_tag(who, SECRET)).posts, await what_if.offers(who)]
        found += [await what_if.hide_options(who, post_id)]
        if who.known:
            found += [await notifications.inbox(who), await posts.edit_base(who, post_id), await feeds.home(who)]
    return str(found).casefold()


async def test_erased_text_is_nowhere_any_more(site: httpx.AsyncClient, announcements: Announcements) -> None:
    place, mia, ana, ben = await people()
    post_id = await secretive(place, ana, ben)
    everybody = [await viewer(who) for who in (mia, ana, ben)]
    assert SECRET in await stored()
    assert SECRET in await _read(site, post_id)
    assert SECRET in await _shown(everybody, post_id)
    announcements.clear()
    # The headline was corrected over the same text.
    assert await erase(mia, post_id, 1, 4) == ErasedView(4, [], [5])
    assert await erase(mia, post_id, 5) == ErasedView(1, [6, 7], [])
    assert SECRET not in str(announcements)
    assert SECRET not in await _read(site, post_id)
    assert SECRET not in await _shown(everybody, post_id)
    assert SECRET not in await stored()
    assert await proofs.of_thing("post", post_id) == ProofView(7)
