"""The start of every page: who this is, and that their login is in use."""

from datetime import timedelta

from sqlmodel import select, update

from tests.factories import make_member
from tests.screens import fire, screen
from wtsocial import db
from wtsocial.models import LoginSession, Notice, now
from wtsocial.ui.live import LiveState
from wtsocial.ui.session import SessionState
from wtsocial.ui.turns import next_turn


async def test_opening_a_page_puts_off_the_end_of_a_login() -> None:
    page = await screen(SessionState, await make_member("ana"))
    long_ago = now() - timedelta(days=20)
    async with db.transaction() as change:
        await change.session.exec(update(LoginSession).values(seen_at=long_ago, expires_at=now() + timedelta(days=1)))
    await fire(page, "look")
    async with db.reading() as session:
        login = (await session.exec(select(LoginSession))).one()
    assert login.expires_at > now() + timedelta(days=20)


async def test_a_reader_opens_a_page_without_a_login() -> None:
    page = await screen(SessionState)
    await fire(page, "look")
    assert (page.ready, page.name) == (True, "")


async def test_a_count_says_when_it_began() -> None:
    page = await screen(SessionState, await make_member("ana"))
    before = next_turn()
    await fire(page, "look")
    told = (await page.get_state(LiveState)).mine
    assert before < told["since"] < told["turn"] < next_turn()


async def test_each_page_counts_the_unread_anew() -> None:
    ana = await make_member("ana")
    page = await screen(SessionState, ana)
    for count in (0, 1):
        await fire(page, "look")
        assert (await page.get_state(LiveState)).mine["unread"] == count
        async with db.transaction() as change:
            change.session.add(Notice(member_id=ana.id, kind="comment", params={}))
