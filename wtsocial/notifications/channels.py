"""Channels: by which channels a notice reaches a member, as they chose: the inbox, mail, or neither."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, select, true

from wtsocial.accounts.emails import letter_to
from wtsocial.accounts.mail_jobs import Letter, composes, recipient
from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of, table
from wtsocial.gateways.mail import Mail
from wtsocial.i18n import say
from wtsocial.models import Member, NotificationPreference
from wtsocial.notifications import kinds
from wtsocial.notifications import queries as notifications

HEADLINES = ("headline", "before", "after")
NOTICE: Final = "notice"
"""The letter that says what a notice says."""


def into_inbox(kind: str, member_id: Any) -> ColumnElement[bool]:
    """The condition that a member wants this kind of notice in the inbox; moderation decisions about the member always go there."""
    chosen = kinds.kind_of(kind)
    if chosen == kinds.ALWAYS:
        return true()
    way = table(NotificationPreference)
    return ~exists(select(way.c.kind).where(way.c.member_id == member_id, way.c.kind == chosen, way.c.site.is_(False)))


def wants_mail(kind: str) -> ColumnElement[bool]:
    """The condition that a member wants this kind of notice by mail and can be written to."""
    way, member = table(NotificationPreference), table(Member)
    reachable = and_(member.c.state != "deleted", member.c.email_confirmed_at.is_not(None))
    if kind in kinds.MAILED:
        return reachable
    chosen = exists().where(way.c.member_id == member.c.id, way.c.kind == kinds.kind_of(kind), way.c.mail)
    return and_(reachable, chosen.correlate(member))


async def wanting_mail(change: Transaction, members: Collection[int], kind: str) -> list[int]:
    """Those of the members who want this kind of notice by mail; nobody for what has a letter of its own, which is mailed by that."""
    if kinds.has_own_letter(kind):
        return []
    member = table(Member)
    wanted = select(member.c.id).where(member.c.id.in_(members), wants_mail(kind)).order_by(member.c.id)
    return list((await (await change.session.connection()).execute(wanted)).scalars())


def letter(kind: str, path: str, post_id: int | None, params: Mapping[str, str | int]) -> Letter:
    """The letter that says what a notice says; whom it goes to is left open."""
    return Letter(NOTICE, about={"kind": kind, "path": path, "post_id": post_id or 0}, params=dict(params))


@composes(NOTICE)
async def _compose(wanted: Letter) -> Mail | None:
    member = await recipient(wanted)
    if member is None:
        return None
    kind, path, post_id = str(wanted.about["kind"]), str(wanted.about["path"]), int(wanted.about["post_id"])
    filled = await notifications.filled(Viewer(id_of(member), member.name, member.state), kind, wanted.params, post_id)
    # What may not be shown any more is said to be so, as in the inbox.
    unsaid = {name: say(member.language, "notice.unsaid") for name in HEADLINES if filled.get(name) == ""}
    # A number picks its form of the text.
    counted = {"count": wanted.params["count"]} if "count" in wanted.params else {}
    what = say(member.language, f"notice.{kind}", **filled | unsaid | counted)
    here = settings().site_url
    return letter_to(member, "mail.notice", name=member.name, what=what, link=here + path, choices=f"{here}/settings/choices")
