"""One case from its first flag to its end: flagged, covered, claimed, decided, appealed, heard by a jury, overturned; and the draw worked out again."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlmodel import select
from starlette.applications import Starlette

from tests.documents import document_site
from tests.factories import join, make_member, make_subwiki
from tests.moderation.appealing import counters
from tests.moderation.conftest import World
from tests.moderation.test_draw import recompute
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotAllowed
from wtsocial.endpoints import atom_feeds
from wtsocial.feeds import queries as feeds
from wtsocial.models import JurorTicket, ModerationCase
from wtsocial.moderation import appeals, queries
from wtsocial.moderation.claims import claim_case
from wtsocial.moderation.decisions import decide
from wtsocial.moderation.duties import duties
from wtsocial.moderation.flags import flag
from wtsocial.moderation.own_flags import own_flags
from wtsocial.notifications import queries as notifications
from wtsocial.posts import queries as posts


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with document_site(tmp_path, Starlette(routes=atom_feeds.ROUTES)) as client:
        yield client


async def _told(member: Viewer) -> list[str]:
    return [notice.kind for notice in await notifications.inbox(member)]


async def _jury() -> list[int]:
    async with db.reading() as session:
        return list((await session.exec(select(JurorTicket.member_id).where(JurorTicket.state == "sitting"))).all())


async def test_a_case_from_its_first_flag_to_its_end(world: World, site: httpx.AsyncClient) -> None:
    elsewhere = await make_subwiki("rivers")
    trusted = {one.id: one for one in [await join(await make_member(f"tia{number}", trusted=True), elsewhere) for number in range(9)]}
    other = await join(await make_member("moa"), world.place, role="moderator")
    flaggers = [await make_member(f"flo{number}", trusted=True) for number in range(3)]
    for flagger in flaggers:
        await flag(flagger, subject_kind="post", subject_id=world.post, reason="hate", note="Look at it")
    assert (await posts.one(world.cem, world.post)).cover == "flags"
    assert (await queries.log())[0].action == "cover"

    async with db.reading() as session:
        case = (await session.exec(select(ModerationCase.id))).one() or 0
    await claim_case(world.mo, case_id=case)
    choice = {"subject_kind": "post", "subject_id": world.post, "action": "hide", "reason": "It calls them names.", "rule": "site:people"}
    with pytest.raises(NotAllowed, match=r"case\.claimed"):
        await decide(other, **choice)
    entry = await decide(world.mo, **choice)
    assert [post.id for post in (await feeds.everything(world.cem)).posts] == []
    assert (await _told(world.ana))[0] == "hidden"
    assert [await _told(flagger) for flagger in flaggers] == [["flag_upheld"]] * 3
    assert (await own_flags(flaggers[0]))[0].decision_id == entry
    assert ((await queries.log())[0].id, (await queries.log())[0].actor) == (entry, "mo")

    noted = (await site.get(f"/log/{entry}/draw.json")).json()
    pool = await appeals.begin_appeal(world.ana, entry_id=entry)
    await appeals.appeal(world.ana, entry_id=entry, reason="It quotes them.", words="five dice: 2 6 1 1 4")
    assert (await _told(world.mo))[0] == "appeal_filed"
    jury = [trusted[number] for number in await _jury()]
    assert len(jury) == 5
    for juror in jury:
        (duty,) = await duties(juror)
        assert (duty.headline, [one.flagger for one in duty.flags]) == ("Hateful", [""] * 3)
    for juror in jury:
        # Three of five decide; then the others need not answer any more.
        if juror.id in await _jury():
            await appeals.judge_appeal(juror, entry_id=entry, verdict="overturn", text="It quotes them, and says so.")

    seen = await posts.one(world.cem, world.post)
    assert (seen.hidden, seen.cover, [post.id for post in (await feeds.everything(world.cem)).posts]) == (False, "", [world.post])
    assert "appeal_overturned" in await _told(world.ana)
    assert {(await _told(flagger))[0] for flagger in flaggers} == {"flag_overturned"}
    outcome = (await queries.log())[0]
    assert (outcome.action, outcome.actor) == ("overturn", "")
    assert counters_of(await counters(), "ana") == [0, 1]
    code, said = recompute((await site.get(f"/log/{entry}/draw.json")).json(), "--commitment", noted["commitment"], "--pool-hash", pool)
    assert code == 0, said


def counters_of(counted: dict[str, list[int]], name: str) -> list[int]:
    """What stands of decisions against somebody: upheld, dismissed."""
    return counted[name][2:]
