"""Effects: what a decision does to a thing, what it counts for those concerned, and how all of it is taken back."""

from typing import Any, Final, Literal, cast

from sqlalchemy import Select, or_
from sqlalchemy import select as select_core
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core.messages import PostPatch
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Flag, Member, ModerationAction, Post, Revision, Subwiki, now
from wtsocial.moderation import cases, covers, locks, moves, policy, standing_restrictions, suspensions
from wtsocial.moderation.hidden_revisions import set_revision_hidden
from wtsocial.moderation.subjects import Subject
from wtsocial.posts import announcements, source_counts, tagging
from wtsocial.posts.comment_announcements import announce_comment
from wtsocial.revisions import contributions

LOCKING: Final = ("lock", "unlock")
"""What says whether a discussion is locked: the newest of these."""
SHOWING: Final = ("hide", "cover", "warn", "restore")
"""Decisions after which it is shown otherwise, or whose author is told what is wrong: the newest one says how it stands."""


def alike(action: str) -> tuple[str, ...]:
    """Decisions that say the same thing of something as this one: the newest of them holds."""
    if action == "move":
        return ("move",)
    return LOCKING if action in LOCKING else SHOWING


async def set_hidden(change: Transaction, subject: Subject, author: str, *, hidden: bool) -> None:
    """Hide it or show it again, with its counters, on every screen."""
    thing, post = subject.thing, subject.post
    if post is None or not isinstance(thing, Post | Comment | Revision):
        raise TypeError(f"a {subject.kind} cannot be hidden")
    if isinstance(thing, Revision):
        await set_revision_hidden(change, post, thing, hidden=hidden)
        return
    thing.hidden_at = now() if hidden else None
    if isinstance(thing, Post):
        thing.awaits_review = False
    # Its corrections are counted on every page, and what it says of its source beside other posts.
    change.outdate_pages()
    await change.session.flush()
    # What its author wrote first counts for them while it is shown.
    first = (col(Revision.number) == 1, col(Revision.erased_at).is_(None))
    written = col(Revision.post_id) if isinstance(thing, Post) else col(Revision.comment_id)
    await contributions.count_for_editors(change.session, written == thing.id, *first, stands=not hidden)
    await (
        _move_post(change, thing, hidden=hidden) if isinstance(thing, Post) else _move_comment(change, thing, post, author, hidden=hidden)
    )


async def _move_post(change: Transaction, post: Post, *, hidden: bool) -> None:
    await statements.count(change.session, Subwiki, post.subwiki_id, posts_count=-1 if hidden else 1)
    await source_counts.count_shown_or_hidden(change.session, post)
    row = await announcements.patch_post(change, id_of(post))
    announcements.announce_post(change, row, PostPatch(row.id, row.stamp, hidden=hidden))
    await tagging.sync_feeds(change, post)


async def _move_comment(change: Transaction, comment: Comment, post: Post, author: str, *, hidden: bool) -> None:
    row = await announcements.patch_post(change, id_of(post), comments=-1 if hidden else 1)
    announcements.announce_post(change, row, PostPatch(row.id, row.stamp, comments=row.comments_count))
    # Under a hidden post nothing is shown to anybody who happens to be there still.
    if post.hidden_at is None:
        await announce_comment(change, comment, author=author)


def flaggers(entry: ModerationAction) -> Select[int]:
    """Selects those whose flags a decision answered."""
    return select_core(cast(Any, Flag.flagger_id)).where(col(Flag.decision_id) == entry.id, col(Flag.flagger_id).is_not(None)).distinct()


async def count(change: Transaction, entry: ModerationAction, step: Literal[1, -1]) -> None:
    """Count a decision for its author and for those whose flags it answers; or no longer."""
    member, upheld = table(Member), entry.action in policy.UPHELD_BY
    # In one order everywhere, so that two who decide at once do not wait for each other.
    concerned = or_(member.c.id.in_(flaggers(entry)), member.c.id == entry.member_id)
    await change.connection.execute(select_core(member.c.id).where(concerned).order_by(member.c.id).with_for_update(key_share=True))
    if entry.action in policy.AGAINST or entry.action in policy.DISMISSING:
        against = {"upheld_against": step} if upheld else {"dismissed_against": step}
        await statements.count(change.session, Member, entry.member_id or 0, **against)
    counter = member.c.flags_upheld if upheld else member.c.flags_dismissed
    counted = update(member).where(member.c.id.in_(flaggers(entry))).values({counter: counter + step})
    await change.connection.execute(counted)


async def newest_decision(session: AsyncSession, subject: Subject, actions: tuple[str, ...] = policy.DECISIONS) -> int:
    """The newest decision on it (of these) that was not undone; 0 for none."""
    entry = ModerationAction
    about = (entry.subject_kind == subject.kind, entry.subject_id == subject.id, col(entry.action).in_(actions))
    standing = (col(entry.actor_id).is_not(None), col(entry.undone_by_id).is_(None))
    return (await session.exec(select(entry.id).where(*about, *standing).order_by(col(entry.id).desc()).limit(1))).first() or 0


async def take_back(change: Transaction, subject: Subject, entry: ModerationAction, by: ModerationAction) -> None:
    """Undo what a decision did and counted, by another entry of the log; its flags are left without an answer that counts.

    A thing that was decided on anew since stays as that decision has it.
    """
    if await newest_decision(change.session, subject, SHOWING) == entry.id:
        if entry.action == "hide" and subject.hidden:
            author = (await change.session.exec(select(Member.name).where(Member.id == subject.author_id))).one()
            await set_hidden(change, subject, author, hidden=False)
        if entry.action == "cover":
            await covers.set_cover(change, subject, "")
    if entry.action == "lock" and isinstance(subject.thing, Post) and await newest_decision(change.session, subject, LOCKING) == entry.id:
        await locks.set_locked(change, subject.thing, "")
    if entry.action == "move" and isinstance(subject.thing, Post) and await newest_decision(change.session, subject, ("move",)) == entry.id:
        await moves.set_place(change, subject.thing, entry.subwiki_id or 0)
    await count(change, entry, -1)
    await _give_back(change, subject, entry)
    entry.undone_by_id = by.id


async def _give_back(change: Transaction, subject: Subject, entry: ModerationAction) -> None:
    """Give a member back what a decision took from them, unless another one of since took it, too. They are locked by now."""
    if entry.action in policy.RESTRICTING:
        await standing_restrictions.end_of_entry(change.session, subject.id, id_of(entry))
    if entry.action == "suspend" and await newest_decision(change.session, subject, ("suspend",)) == entry.id:
        await suspensions.end_suspension(change, subject.id)


async def ask_again(change: Transaction, subject: Subject, entry: ModerationAction) -> None:
    """The flags that a decision answered wait again."""
    answered = update(Flag).where(col(Flag.decision_id) == entry.id).values(decision_id=None).returning(col(Flag.reason))
    for reason in (await change.session.exec(answered)).scalars().all():
        await cases.add_flag(change, subject, reason)


async def answer_anew(change: Transaction, entry: ModerationAction, by: ModerationAction) -> None:
    """The flags that a decision answered are answered by another entry instead, which is counted for those concerned."""
    answered = await change.session.exec(update(Flag).where(col(Flag.decision_id) == entry.id).values(decision_id=by.id))
    by.flags_count = answered.rowcount
    await change.session.flush()
    await count(change, by, 1)
