"""What the acts that people do most cost: trips to the database, from who it is to the commit."""

import secrets
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Delete, Insert, Select, Update
from sqlalchemy.dialects import postgresql, sqlite

from tests.factories import join, login, make_member, make_post, make_subwiki
from tests.trips import counting_trips
from wtsocial.accounts import sessions
from wtsocial.accounts.idempotency import acting_once
from wtsocial.accounts.views import Viewer
from wtsocial.core.tokens import token_hash
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.editing.actions.edits import edit_text
from wtsocial.posts.comments import add_comment
from wtsocial.posts.drafts import deletion, keep_draft
from wtsocial.posts.publishing import publish_news
from wtsocial.posts.votes import upvote
from wtsocial.ui.call import call

Act = Callable[[Viewer, int, int], Awaitable[Any]]
"""Does it as somebody, on a post of a number, whose newest revision is this."""


async def _vote(eva: Viewer, post_id: int, _revision: int) -> object:
    return await call(upvote, eva, post_id=post_id)


async def _edit(eva: Viewer, post_id: int, revision: int) -> object:
    return await call(edit_text, eva, post_id=post_id, text=f"What is known by now #ice{revision}", note="more", based_on=revision)


async def _correct(eva: Viewer, post_id: int, revision: int) -> object:
    headline = f"Sea ice at its lowest in {revision} years"
    return await call(
        correct_headline, eva, post_id=post_id, headline=headline, reason="exaggerated", source="https://example.org/x", based_on=revision
    )


async def _comment(eva: Viewer, post_id: int, _revision: int) -> object:
    return await call(add_comment, eva, post_id=post_id, text="I was there, and it was so.")


async def _publish(eva: Viewer, post_id: int, _revision: int) -> object:
    return await call(publish_news, eva, subwiki="climate", headline="Glaciers grow #ice", link=f"https://news.example/{post_id}")


MOST: dict[str, tuple[Act, int]] = {
    "vote": (_vote, 5),
    "edit": (_edit, 8),
    "correct": (_correct, 12),
    "comment": (_comment, 9),
    "publish": (_publish, 9),
}


async def _world() -> tuple[Viewer, str, list[int]]:
    """A member, their login, and posts of somebody else, in which others have taken part: voters and commenters."""
    place, ana = await make_subwiki(), await make_member("ana")
    eva = await join(await make_member("eva"), place)
    posts = [
        await make_post(ana, place, link=f"https://example.org/{n}", host="example.org", worded_by="source", text="What is known #ice")
        for n in range(3)
    ]
    ben, cem = await make_member("ben"), await make_member("cem")
    for post_id in posts:
        await upvote(ben, post_id=post_id)
        await add_comment(cem, post_id=post_id, text="Is that so?")
    return eva, await login(eva), posts


async def _sent(name: str, token: str, post_id: int) -> None:
    """Do it as the handlers do: ask who it is; what a form sends has a key, and takes its draft along."""
    viewer = await sessions.viewer_of(token_hash(token))
    key, steps = (secrets.token_hex(16), [deletion(viewer, f"{name}:{post_id}")]) if name != "vote" else ("", [])
    with acting_once(viewer, key, *steps):
        await MOST[name][0](viewer, post_id, 1)


@contextmanager
def _noting_statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect, in `with … as built`, the statements that are put together meanwhile."""
    built: list[str] = []
    for kind in (Select, Insert, Update, Delete, sqlite.Insert, postgresql.Insert):

        def note(self: Any, *arguments: Any, _make: Any = kind.__init__, **named: Any) -> None:
            built.append(f"{type(self).__name__}{arguments}")
            _make(self, *arguments, **named)

        monkeypatch.setattr(kind, "__init__", note)
    yield built
    monkeypatch.undo()


@pytest.mark.parametrize("name", MOST)
async def test_an_act_builds_no_statement_anew(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, token, posts = await _world()
    await _sent(name, token, posts[0])
    with _noting_statements(monkeypatch) as built:
        await _sent(name, token, posts[1])
    assert built == []


@pytest.mark.parametrize("name", MOST)
async def test_an_act_takes_few_trips_to_the_database(name: str) -> None:
    eva, token, posts = await _world()
    # Connections are open, and what is made once is made.
    await _sent(name, token, posts[0])
    await keep_draft(eva, place=f"{name}:{posts[1]}", fields={"text": "I was"})
    with counting_trips() as trips:
        await _sent(name, token, posts[1])
    assert len(trips) <= MOST[name][1], trips
