"""From a session's token to who is looking."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from sqlmodel import update

from tests.factories import join, login, make_member, make_subwiki
from wtsocial import db
from wtsocial.accounts.sessions import viewer_of
from wtsocial.accounts.views import Viewer
from wtsocial.core.tokens import token_hash
from wtsocial.models import Member


async def test_a_login_says_who_is_looking_and_what_they_moderate() -> None:
    ana = await make_member("ana", trusted=True)
    first, second, third = [await make_subwiki(slug) for slug in ("climate", "energy", "oceans")]
    await join(ana, first, role="moderator")
    await join(ana, second)
    ana = await join(ana, third, role="moderator")
    assert ana.moderates == {first, third}
    assert await viewer_of(token_hash(await login(ana))) == ana


async def test_unknown_and_ended_logins_are_readers() -> None:
    ana = await make_member("ana")
    token = await login(ana)
    ended = await login(ana, expires_in=timedelta(seconds=-1))
    for wrong in ("", "x", token, token_hash(ended), token_hash(token).upper(), token_hash(token) + "\x00"[:0] + " "):
        assert await viewer_of(wrong) == Viewer()
    assert (await viewer_of(token_hash(token))).known


async def test_a_suspension_and_a_deletion_are_seen_at_the_next_look() -> None:
    hashed = token_hash(await login(await make_member("ana", admin=True)))
    for state, is_known in (("suspended", True), ("deleted", False)):
        async with db.transaction() as change:
            await change.session.exec(update(Member).values(state=state))
        viewer = await viewer_of(hashed)
        assert (viewer.known, viewer.active) == (is_known, False)


async def test_who_is_looking_costs_one_query(count_statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    ana = await make_member("ana")
    for slug in ("climate", "energy"):
        await join(ana, await make_subwiki(slug), role="moderator")
    hashed = token_hash(await login(ana))
    with count_statements() as sent:
        assert len((await viewer_of(hashed)).moderates) == 2
        assert not (await viewer_of("")).known
    assert len(sent) == 1
