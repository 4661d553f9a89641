"""How people come in, for tests: a door in a mode, somebody who registers and confirms, and the line as it stands."""

import asyncio
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from sqlmodel import col, select

from tests.factories import make_member
from wtsocial import db
from wtsocial.accounts import viewers
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.jobs import Worker
from wtsocial.joining import registration, waiting_list
from wtsocial.joining.actions import Mode
from wtsocial.models import Admission, JoiningSettings, Member, Notice, WaitingListEntry, now

PATIENCE = 20
"""Seconds until a mail that has to leave counts as missing."""
GOOD = "seven herons over the weir"


async def set_door(mode: Mode, **rules: int) -> None:
    """Have people come in by this mode, on a day that has begun."""
    async with db.transaction() as change:
        joining = await waiting_list.lock(change)
        joining.mode, joining.day = mode, f"{now():%Y-%m-%d}"
        for name, value in rules.items():
            setattr(joining, name, value)


async def stand_in_line(*names: str) -> list[Viewer]:
    """Members who have confirmed and wait, in this order."""
    members = [await make_member(name, state="waiting", confirmed=True) for name in names]
    async with db.transaction() as change:
        for member in members:
            await waiting_list.enqueue(change, member.id)
    return members


async def line() -> list[str]:
    """The names of those in line, the first first."""
    async with db.reading() as session:
        ordered = (
            select(Member.name)
            .join(WaitingListEntry, col(WaitingListEntry.member_id) == Member.id)
            .where(col(WaitingListEntry.key).is_not(None))
        )
        return list((await session.exec(ordered.order_by(col(WaitingListEntry.key)))).all())


async def letters() -> list[EmailMessage]:
    """The mails that left so far, oldest first."""
    await Worker().run_due()
    found = (message_from_bytes(path.read_bytes(), policy=default) for path in sorted((settings().data_dir / "outbox").glob("*.eml")))
    return [letter for letter in found if isinstance(letter, EmailMessage)]


async def register(name: str, *, email: str = "", invite: str = "") -> None:
    """Somebody registers; NAME@example.net unless told."""
    await registration.register(
        username=name, email=email or f"{name}@example.net", password=GOOD, agreed=True, language="en", invite=invite
    )  # fmt: skip


async def confirm(name: str) -> Viewer:
    """The mailed link is used, once it has left: a running site may just be sending it. How the session sees the member then."""
    async with asyncio.timeout(PATIENCE):
        while not (tokens := await _mailed_tokens(name)):  # noqa: ASYNC110 # another process may be sending it
            await asyncio.sleep(0.05)
    [token] = tokens
    await registration.confirm_email(token)
    return (await viewers.viewers_by_name([name]))[name]


async def _mailed_tokens(name: str) -> list[str]:
    bodies = [letter.get_content() for letter in await letters()]
    return [token for body in bodies if f"Hello {name}," in body for token in re.findall(r"/confirm\?token=([\w-]+)", body)[:1]]


async def arrive(name: str, *, email: str = "", invite: str = "") -> Viewer:
    """Register and confirm."""
    await register(name, email=email, invite=invite)
    return await confirm(name)


async def told(member: Viewer) -> list[str]:
    """The kinds of the notices in somebody's inbox, the oldest first."""
    async with db.reading() as session:
        return list((await session.exec(select(Notice.kind).where(Notice.member_id == member.id).order_by(col(Notice.id)))).all())


async def admissions() -> dict[str, tuple[str, str, int]]:
    """Who was let in: name → (way, cause, position)."""
    async with db.reading() as session:
        wanted = select(Member.name, Admission).join(Admission, col(Admission.member_id) == Member.id).where(col(Admission.at).is_not(None))
        return {name: (row.way, row.cause, row.position) for name, row in (await session.exec(wanted)).all()}


async def joining() -> JoiningSettings:
    """The row of the rules."""
    async with db.reading() as session:
        return (await session.exec(select(JoiningSettings))).one()
