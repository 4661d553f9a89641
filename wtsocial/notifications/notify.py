"""Creates notices: puts them into inboxes, mails them to members who chose so, and announces the number of unread ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, insert, literal
from sqlalchemy import select as select_core

from wtsocial import jobs
from wtsocial.accounts.mail_jobs import Letter, addressed, batches, send_letter, send_letters
from wtsocial.core import bus
from wtsocial.core.messages import UnreadNotices
from wtsocial.db import Transaction
from wtsocial.db.statements import table
from wtsocial.jobs import NewJob, Priority
from wtsocial.models import Member, Notice, now
from wtsocial.notifications import channels
from wtsocial.notifications.queries import unread_count

ROOMS_AT_ONCE = 1_000
"""Rooms that one message names."""


@dataclass(frozen=True)
class ToldMembers:
    """Members whose inboxes have changed; `notice` is the mail for those of them who want one, if there is one."""

    members: list[int]
    notice: Letter | None = None
    once: str = ""
    """Who was sent a mail of this name gets no other one."""


async def notify(change: Transaction, member_id: int, kind: str, path: str, *, post_id: int | None = None, **params: str | int) -> None:
    """Put a notice into a member's inbox, and tell their browsers how many are unread; by mail, or not at all, if they chose so.

    The headline of the post that it is about is looked up by `post_id` when it is read: `params` hold no copy of it.
    """
    member = table(Member)
    who = select_core(member.c.id).where(member.c.id == member_id)
    if await channels.wanting_mail(change, [member_id], kind):
        letter = replace(channels.letter(kind, path, post_id, params), member_id=member_id)
        await send_letter(change, letter, priority=Priority.BULK)
    if not (await (await change.session.connection()).execute(who.where(channels.into_inbox(kind, member.c.id)))).first():
        return
    change.session.add(Notice(member_id=member_id, kind=kind, path=path, post_id=post_id, params=params))
    await change.session.flush()
    change.announce(bus.member_room(member_id), message=UnreadNotices(await unread_count(change.session, member_id)))


async def put_notices(
    change: Transaction,
    members: Any,
    kind: str,
    path: str,
    *,
    post_id: int | None = None,
    renewed: Sequence[int] = (),
    mail_once: str = "",
    **params: str | int,
) -> None:
    """Put the same notice into many inboxes; `members` selects their ids. Who chose not to be told of that is passed over.

    Three statements, however many they are. Mails, and the number of unread notices, are seen to by a job; the latter also for
    members whose notice was made unread again (`renewed`). Of the mails named `mail_once` each member gets one.
    """
    ids = list((await (await change.session.connection()).execute(members)).scalars())
    if ids:
        await _insert_notices(change, members, kind, path, post_id, params)
    letter = channels.letter(kind, path, post_id, params)
    told = [ToldMembers(some, letter, mail_once) for some in batches(ids)] + [ToldMembers(some) for some in batches(renewed)]
    await jobs.enqueue_many(change, tell, [NewJob(some) for some in told])


@jobs.transactional_task("notifications.tell")
async def tell(change: Transaction, told: ToldMembers) -> None:
    """Tell the browsers of these members how many notices are unread, and write the mails of those who want one."""
    await _announce_unread(change, told.members)
    if told.notice:
        wanting = await channels.wanting_mail(change, told.members, str(told.notice.about["kind"]))
        await jobs.enqueue_many(change, send_letters, addressed(told.notice, wanting, Priority.BULK, once=told.once))


async def _insert_notices(
    change: Transaction, members: Any, kind: str, path: str, post_id: int | None, params: Mapping[str, str | int]
) -> None:
    notice, who = table(Notice), members.subquery("who")
    same = {"kind": kind, "path": path, "post_id": post_id, "params": params, "at": now()}
    rows = select_core(who.c[0], *[literal(value, type_=notice.c[name].type) for name, value in same.items()])
    rows = rows.where(channels.into_inbox(kind, who.c[0]))
    await (await change.session.connection()).execute(insert(notice).from_select(["member_id", *same], rows))


async def _announce_unread(change: Transaction, members: list[int]) -> None:
    """One message for all that have the same number."""
    notice = table(Notice)
    count = func.count().label("unread")
    unread = select_core(notice.c.member_id, count).where(notice.c.read_at.is_(None), notice.c.member_id.in_(members))
    rooms: dict[int, list[str]] = {}
    for member_id, number in (await (await change.session.connection()).execute(unread.group_by(notice.c.member_id))).all():
        rooms.setdefault(number, []).append(bus.member_room(member_id))
    for number, same in rooms.items():
        for start in range(0, len(same), ROOMS_AT_ONCE):
            change.announce(*same[start : start + ROOMS_AT_ONCE], message=UnreadNotices(number))
