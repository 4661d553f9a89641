"""Creates notices: puts them into inboxes, mails them to members who chose so, and announces the number of unread ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Insert, Select, bindparam, false, func, insert
from sqlalchemy import select as select_core

from wtsocial import jobs
from wtsocial.accounts.mail_jobs import Letter, addressed, batches, send_letter, send_letters
from wtsocial.core import bus
from wtsocial.core.messages import UnreadNotices
from wtsocial.db import Transaction
from wtsocial.db.statements import table
from wtsocial.jobs import NewJob, Priority
from wtsocial.models import Member, Notice, now
from wtsocial.notifications import channels, kinds

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
    telling = _telling(kind)
    await change.send(telling.insert, {"of_member": member_id, **_said(kind, path, post_id, params)})
    (told,) = await change.run(telling.outcome, {"of_member": member_id})
    if told.by_mail:
        letter = replace(channels.letter(kind, path, post_id, params), member_id=member_id)
        await send_letter(change, letter, priority=Priority.BULK)
    if told.in_inbox:
        change.announce(bus.member_room(member_id), message=UnreadNotices(told.unread))


class _Telling(NamedTuple):
    """What tells one member something: puts the notice into the inbox, unless they chose otherwise, and looks what has to follow."""

    insert: Insert
    outcome: Select[*tuple[Any, ...]]


@lru_cache
def _telling(kind: str) -> _Telling:
    notice, member = table(Notice), table(Member)
    them = member.c.id == bindparam("of_member")
    wanting = channels.into_inbox(kind, member.c.id)
    unread = select_core(func.count()).where(notice.c.member_id == bindparam("of_member"), notice.c.read_at.is_(None))
    by_mail = false() if kinds.has_own_letter(kind) else channels.wants_mail(kind)
    outcome = select_core(wanting.label("in_inbox"), by_mail.label("by_mail"), unread.scalar_subquery().label("unread"))
    return _Telling(notices_for(select_core(member.c.id).where(them), kind), outcome.where(them))


async def put_notices(change: Transaction, members: Any, kind: str, path: str, *, post_id: int | None = None, **params: str | int) -> None:
    """Put the same notice into many inboxes; `members` selects their ids. Who chose not to be told of that is passed over.

    Three statements, however many they are. Mails, and the number of unread notices, are seen to by a job.
    """
    ids = list((await change.connection.execute(members)).scalars())
    await put_prepared(change, notices_for(members, kind), {}, ids, kind, path, post_id=post_id, params=params)


def notices_for(members: Any, kind: str) -> Insert:
    """The statement that puts a notice into the inboxes of the members whose ids `members` selects (`put_prepared` runs it)."""
    notice, who = table(Notice), members.subquery("who")
    rows = select_core(who.c[0], *_same_for_all()).where(channels.into_inbox(kind, who.c[0]))
    return insert(notice).from_select(["member_id", *_SAME], rows)


async def put_prepared(
    change: Transaction,
    notices: Insert,
    about: Mapping[str, Any],
    members: Sequence[int],
    kind: str,
    path: str,
    *,
    post_id: int | None,
    params: Mapping[str, str | int],
    renewed: Sequence[int] = (),
    mail_once: str = "",
) -> None:
    """Run a statement of `notices_for` with its parameters, `about` what. `members` are those whom it selects.

    `renewed` have a notice that was made unread again: they are told of the number, too. Of the mails named `mail_once` each member
    gets one.
    """
    if members:
        await change.send(notices, {**about, **_said(kind, path, post_id, params)})
    letter = channels.letter(kind, path, post_id, params)
    told = [ToldMembers(some, letter, mail_once) for some in batches(members)] + [ToldMembers(some) for some in batches(renewed)]
    await jobs.enqueue_many(change, tell, [NewJob(some) for some in told])


_SAME: Final = {"kind": "its_kind", "path": "its_path", "post_id": "its_post", "params": "its_params", "at": "its_moment"}
"""The columns of a notice that are the same for everybody who gets it, and the parameters that fill them."""


def _same_for_all() -> list[ColumnElement[Any]]:
    return [bindparam(name, type_=table(Notice).c[column].type) for column, name in _SAME.items()]


def _said(kind: str, path: str, post_id: int | None, params: Mapping[str, str | int]) -> dict[str, Any]:
    return {"its_kind": kind, "its_path": path, "its_post": post_id, "its_params": params, "its_moment": now()}


@jobs.transactional_task("notifications.tell")
async def tell(change: Transaction, told: ToldMembers) -> None:
    """Tell the browsers of these members how many notices are unread, and write the mails of those who want one."""
    await _announce_unread(change, told.members)
    if told.notice:
        wanting = await channels.wanting_mail(change, told.members, str(told.notice.about["kind"]))
        await jobs.enqueue_many(change, send_letters, addressed(told.notice, wanting, Priority.BULK, once=told.once))


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
