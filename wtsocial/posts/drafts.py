"""Drafts: stores what a member is typing, until it is sent."""

import re

from sqlalchemy import bindparam
from sqlmodel import col, delete, update

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.db import Transaction, statements
from wtsocial.db.session import Step
from wtsocial.db.statements import table
from wtsocial.models import Draft, now
from wtsocial.text import limits

_PLACE = re.compile(r"[a-z]{1,20}(:[a-z0-9-]{1,40})?")
_DRAFT = table(Draft)
_DELETE = delete(_DRAFT).where(_DRAFT.c.member_id == bindparam("member"), _DRAFT.c.place == bindparam("at_place"))


async def keep_draft(viewer: Viewer, *, place: str, fields: dict[str, str]) -> None:
    """Store a form's fields as typed, in place of the draft stored there before.

    `place` is a word, or a word and an id or slug (`submit`, `comment:42`). Raises LoginNeeded, Invalid or TooMany.
    """
    if not _PLACE.fullmatch(place):
        raise Invalid("error.characters", field="place")
    size = sum(len(name) + len(value) for name, value in fields.items())
    if size > limits.DRAFT_SIZE or len(fields) > limits.DRAFT_FIELDS:
        raise Invalid("draft.too_large", limit=limits.DRAFT_SIZE)
    async with db.transaction() as change:
        permissions.ensure(viewer, viewer.known)
        session = change.session
        if await statements.insert_once(session, Draft, member_id=viewer.id, place=place, fields=fields, at=now()):
            await statements.ensure_fewer(session, limits.DRAFTS_PER_MEMBER + 1, Draft, col(Draft.member_id) == viewer.id)
            return
        mine = (col(Draft.member_id) == viewer.id, col(Draft.place) == place)
        await session.exec(update(Draft).where(*mine).values(fields=fields, at=now()))


async def drop_draft(viewer: Viewer, *, place: str) -> None:
    """Delete the draft of one place. Raises LoginNeeded."""
    permissions.ensure(viewer, viewer.known)
    async with db.transaction() as change:
        await deletion(viewer, place)(change)


def deletion(viewer: Viewer, place: str) -> Step:
    """What deletes the draft of one place in the transaction that makes it superfluous."""

    async def delete_draft(change: Transaction) -> None:
        await change.send(_DELETE, {"member": viewer.id, "at_place": place})

    return delete_draft
