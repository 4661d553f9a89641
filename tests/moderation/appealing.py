"""A decision to appeal against, and enough trusted members elsewhere for a jury."""

from dataclasses import dataclass, field

from sqlmodel import col, select, update

from tests.factories import join, make_member, make_subwiki
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.models import Appeal, JurorTicket, Member, ModerationAction, now
from wtsocial.moderation import appeals
from wtsocial.moderation.decisions import Action, decide
from wtsocial.moderation.flags import flag

WHY = "It calls them names."


@dataclass
class Court:
    """Ben flagged ana's post, mo decided on it (`entry`); the `trusted` are in another subwiki."""

    world: World
    entry: int
    elsewhere: int
    trusted: list[Viewer] = field(default_factory=list[Viewer])


async def make_court(world: World, *, trusted: int = 7, action: Action = "hide") -> Court:
    """Build it."""
    elsewhere = await make_subwiki("rivers")
    members = [await join(await make_member(f"juror{number}", trusted=True), elsewhere) for number in range(trusted)]
    await flag(world.ben, subject_kind="post", subject_id=world.post, reason="hate", note="Look at it")
    entry = await decide(world.mo, subject_kind="post", subject_id=world.post, action=action, reason=WHY, rule="site:people")
    return Court(world, entry, elsewhere, members)


async def file(court: Court, *, words: str = "five dice: 2 6 1 1 4") -> int:
    """Ana appeals."""
    await appeals.begin_appeal(court.world.ana, entry_id=court.entry)
    return await appeals.appeal(court.world.ana, entry_id=court.entry, reason="It quotes them.", words=words)


async def seats(court: Court, state: str = "sitting") -> list[Viewer]:
    """Who was drawn and is in this state, in the order of the draw."""
    tickets = select(JurorTicket.member_id).where(JurorTicket.state == state).order_by(col(JurorTicket.place))
    async with db.reading() as session:
        members = (await session.exec(tickets)).all()
    by_id = {one.id: one for one in court.trusted}
    return [by_id[member] for member in members]


async def appeal_state(court: Court) -> str:
    """How the appeal stands."""
    async with db.reading() as session:
        return (await session.exec(select(Appeal.state).where(Appeal.entry_id == court.entry))).one()


async def is_late(*jurors: Viewer) -> None:
    """Their time is over."""
    late = update(JurorTicket).where(col(JurorTicket.member_id).in_([one.id for one in jurors])).values(due_at=now())
    async with db.transaction() as change:
        await change.session.exec(late)


async def newest_entry(action: str) -> ModerationAction:
    """The newest entry of the log that did this."""
    async with db.reading() as session:
        wanted = select(ModerationAction).where(ModerationAction.action == action).order_by(col(ModerationAction.id).desc())
        return (await session.exec(wanted)).first() or ModerationAction(action="", subject_kind="", subject_id=0, reason="")


async def counters() -> dict[str, list[int]]:
    """What stands of decisions beside each member; only where there is something."""
    async with db.reading() as session:
        members = (await session.exec(select(Member))).all()
    counted = {one.name: [one.flags_upheld, one.flags_dismissed, one.upheld_against, one.dismissed_against] for one in members}
    return {name: numbers for name, numbers in counted.items() if any(numbers)}
