"""Covers: what members' flags weigh together (`flag_weight`) folds a post or a comment away until a moderator decides."""

from typing import Any, Final, Literal, cast

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_core
from sqlmodel import col, select

from wtsocial.core.messages import PostPatch
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Flag, ModerationAction, Post
from wtsocial.models.moderation import WEIGHING
from wtsocial.moderation import entries, figures
from wtsocial.moderation.flag_weight import ENOUGH, covers_at_once
from wtsocial.moderation.policy import DECISIONS
from wtsocial.moderation.subjects import Subject
from wtsocial.notifications.notify import notify
from wtsocial.posts import announcements
from wtsocial.posts.comment_announcements import announce_comment
from wtsocial.text.reasons import AT_ONCE

Rule = Literal["weight", "at_once", "withdrawn"]
"""Why a cover came or went by itself, as the log says it."""

SUMMED: Final = 50
"""Flags that are looked at: fewer weigh enough, each of them (a third of a member's) for itself."""


async def cover_if_enough(change: Transaction, subject: Subject, *, reason: str, weight: int) -> None:
    """After a flag of this reason and weight: cover what it is about if the flags on it are enough now.

    `subject` is locked. What a moderator decided on stays as it is until it is changed. Posts and comments alone are covered: they are what
    comes to people who did not ask for it.
    """
    if not weight or not isinstance(subject.thing, Post | Comment) or subject.cover or await _is_decided(change, subject):
        return
    rule: Rule = "at_once" if covers_at_once(reason, weight) else "weight"
    if rule == "weight" and await _weight(change, subject) < ENOUGH:
        return
    await set_cover(change, subject, "flags")
    await _log(change, subject, "cover", rule)
    await notify(change, subject.thing.author_id, "covered", subject.path, post_id=subject.post_id)


async def uncover_if_lighter(change: Transaction, subject: Subject) -> None:
    """After a flag was withdrawn: uncover what it was about if those that are left would not cover it. `subject` is locked."""
    if subject.cover != "flags" or await _covers_alone(change, subject) or await _weight(change, subject) >= ENOUGH:
        return
    await set_cover(change, subject, "")
    await _log(change, subject, "uncover", "withdrawn")


async def set_cover(change: Transaction, subject: Subject, cover: Literal["", "flags", "moderator"]) -> None:
    """Cover or uncover it for everybody, live. Pages that list what was changed leave out what is covered."""
    thing, post = subject.thing, subject.post
    if not isinstance(thing, Post | Comment) or post is None:
        raise TypeError(f"a {subject.kind} cannot be covered")
    thing.cover = cover
    change.outdate_pages()
    await change.session.flush()
    if thing.hidden_at is not None or post.hidden_at is not None:
        return
    if isinstance(thing, Post):
        row = await announcements.patch_post(change, id_of(thing))
        announcements.announce_post(change, row, PostPatch(row.id, row.stamp, cover=cover))
    else:
        await announce_comment(change, thing)


def _weighing(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    flag = table(Flag)
    return flag.c.subject_kind == subject.kind, flag.c.subject_id == subject.id, cast(Any, WEIGHING)


async def _weight(change: Transaction, subject: Subject) -> int:
    some = select_core(col(Flag.weight)).where(*_weighing(subject)).limit(SUMMED).subquery()
    return (await change.connection.execute(select_core(func.coalesce(func.sum(some.c.weight), 0)))).scalar_one()


async def _covers_alone(change: Transaction, subject: Subject) -> bool:
    """Whether a flag on it is enough for itself."""
    alone = select(Flag.id).where(*_weighing(subject), col(Flag.reason).in_(sorted(AT_ONCE))).limit(1)
    return (await change.session.exec(alone)).first() is not None


async def _is_decided(change: Transaction, subject: Subject) -> bool:
    """Whether a moderator decided on it as it stands: the newest decision is about no earlier revision."""
    entry = ModerationAction
    decided = select(entry.revision).where(entry.subject_kind == subject.kind, entry.subject_id == subject.id)
    decided = decided.where(col(entry.action).in_(DECISIONS), col(entry.actor_id).is_not(None)).order_by(col(entry.id).desc()).limit(1)
    return (await change.session.exec(decided)).first() == subject.revision


async def _log(change: Transaction, subject: Subject, action: Literal["cover", "uncover"], rule: Rule) -> None:
    """Write it into the log: by nobody, since who flagged is not told."""
    entry = await entries.log(change.session, None, subject, action, "", detail=rule, office="rule")
    figures.count(change, figures.of_entry(entry))
