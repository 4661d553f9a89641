"""Channels: by which channels a notice reaches a member, as they chose: the inbox, mail, or neither."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select, true
from sqlmodel import select as select_rows

from wtsocial import db
from wtsocial.accounts.emails import letter_to
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of, table
from wtsocial.gateways import mail_queue
from wtsocial.i18n import say
from wtsocial.models import Member, NotificationPreference
from wtsocial.notifications import kinds
from wtsocial.notifications import queries as notifications

HEADLINES = ("headline", "before", "after")


def into_inbox(kind: str, member_id: Any) -> ColumnElement[bool]:
    """The condition that a member wants this kind of notice in the inbox; moderation decisions about the member always go there."""
    chosen = kinds.kind_of(kind)
    if chosen == kinds.ALWAYS:
        return true()
    way = table(NotificationPreference)
    return ~exists(select(way.c.kind).where(way.c.member_id == member_id, way.c.kind == chosen, way.c.site.is_(False)))


async def mail(change: Transaction, members: Any, kind: str, path: str, *, post_id: int | None, params: Mapping[str, Any]) -> None:
    """Mail it after the commit to those of the members (a statement for their ids) who want this kind by mail, each in their language.

    Call it before the notices are written, in case `members` asks who has none yet. What has a letter of its own is mailed by that.
    """
    if kinds.has_own_letter(kind):
        return
    way, member, recipients = table(NotificationPreference), table(Member), members.subquery("recipients")
    wants = and_(way.c.member_id == member.c.id, way.c.kind == kinds.kind_of(kind), way.c.mail.is_(True))
    there = (member.c.state != "deleted", member.c.email_confirmed_at.is_not(None), member.c.id.in_(select(recipients.c[0])))
    wanted = select(member.c.id).join(way, wants).where(*there)
    numbers = (await (await change.session.connection()).execute(wanted)).scalars().all()
    if numbers:
        change.after_commit(lambda: _send(list(numbers), kind, path, post_id, dict(params)))


async def _send(numbers: list[int], kind: str, path: str, post_id: int | None, params: dict[str, Any]) -> None:
    async with db.reading() as session:
        members = (await session.exec(select_rows(Member).where(table(Member).c.id.in_(numbers)))).all()
    letters: list[Any] = []
    for member in members:
        filled = await notifications.filled(Viewer(id_of(member), member.name, member.state), kind, params, post_id)
        # What may not be shown any more is said to be so, as in the inbox.
        unsaid = {name: say(member.language, "notice.unsaid") for name in HEADLINES if filled.get(name) == ""}
        # A number picks its form of the text.
        counted = {"count": params["count"]} if "count" in params else {}
        what = say(member.language, f"notice.{kind}", **filled | unsaid | counted)
        here = settings().site_url
        letters.append(letter_to(member, "mail.notice", name=member.name, what=what, link=here + path, choices=f"{here}/settings/choices"))
    await mail_queue.drop_all(letters)
