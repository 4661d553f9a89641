"""Decisions: moderators warn, cover, hide, dismiss or restore, by a rule and with a public reason; and each can be undone."""

from typing import Final, Literal

from sqlalchemy import ColumnElement, Select, or_
from sqlalchemy import select as select_core
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.core.messages import ModerationQueueChanged, PostPatch
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Flag, Member, ModerationAction, Post, Revision, Subwiki, now
from wtsocial.moderation import cases, covers, policy
from wtsocial.moderation.flags import is_open
from wtsocial.notifications import notify
from wtsocial.posts import access, announcements, source_counts, tagging
from wtsocial.posts.access import Subject
from wtsocial.posts.comment_announcements import announce_comment
from wtsocial.revisions import contributions
from wtsocial.text import limits, rules
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id
from wtsocial.text.rendered import render_text

Action = Literal["hide", "cover", "warn", "dismiss", "restore"]
TOLD: Final = {"hide": "hidden", "cover": "covered_by_moderator", "warn": "warned", "restore": "restored"}
"""What its author is told, by the decision."""
TAKEN_BACK: Final = ("hide", "cover", "warn", "dismiss")
"""Decisions that can be undone; what was restored can be hidden again."""


async def decide(
    viewer: Viewer, *, subject_kind: access.SubjectKind, subject_id: Id, action: Action, reason: str, rule: str = "", law: str = ""
) -> int:
    """Decide on a post or a comment and answer every open flag on it; the log entry's id.

    `rule` is a word of `text.rules`. Its author and those who flagged it are told, with the statement of reasons. Raises NotFound,
    LoginNeeded, NotAllowed (`case.claimed` while another moderator has it open), Invalid at `reason`, `law` or `rule`, or Invalid:
    `decision.already_hidden`, `decision.already_covered`, `decision.not_hidden`, `decision.nothing_open` when there is nothing left to
    decide, `decision.erased` when there is nothing left to restore.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    law = clean_line(law, field="law", limit=limits.LAW, required=False)
    async with db.transaction() as change:
        session = change.session
        subject = await access.visible_subject(session, viewer, subject_kind, subject_id, lock=True)
        author = (await session.exec(select(Member).where(Member.id == subject.author_id))).one()
        may_decide = policy.may_decide(
            viewer, subwiki_id=subject.post.subwiki_id, author_id=subject.author_id, author_is_admin=author.is_admin
        )
        permissions.ensure(viewer, may_decide)
        case = await cases.open_case(session, subject)
        _ensure_left_to_decide(action, subject.thing, flagged=case is not None)
        await cases.ensure_not_others(session, case, viewer.id)
        if action == "restore" and isinstance(subject.thing, Post) and not subject.thing.headline:
            raise Invalid("decision.erased")
        was_hidden = subject.thing.hidden_at is not None
        if action in ("hide", "restore") and was_hidden == (action == "restore"):
            await _set_hidden(change, subject, author.name, hidden=action == "hide")
        if action == "cover" or subject.thing.cover == "flags":
            await covers.set_cover(change, subject, "moderator" if action == "cover" else "")
        entry = await _log(session, viewer, subject, action, reason)
        entry.law, entry.rule, entry.rule_revision = law, rule, await _check_rule(session, subject, rule)
        if action in TOLD and not (action == "hide" and was_hidden):
            path = f"/log/{entry.id}"
            await notify.notify(change, subject.author_id, TOLD[action], path, post_id=id_of(subject.post), reason=reason)
        await _answer(change, subject, entry)
        if case:
            await cases.close(change, case)
            await cases.announce(change, case, decided_by=viewer.name)
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.post.subwiki_id))
    return id_of(entry)


def _open_flags(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    flag = table(Flag)
    return flag.c.subject_kind == subject.kind, flag.c.subject_id == subject.thing.id, is_open(flag)


async def _check_rule(session: AsyncSession, subject: Subject, rule: str) -> int:
    """The revision of the subwiki's page that the rule stands in; 0 for one of the site's. Raises Invalid at `rule` for none."""
    if not rule or (rules.is_rule(rule) and rule.startswith("site:")):
        return 0
    wiki = await access.subwiki_of_post(session, subject.post)
    _, texts = rules.numbered(await render_text(wiki.rules))
    if not 1 <= rules.number_of(rule) <= len(texts):
        raise Invalid("decision.unknown_rule", field="rule")
    return wiki.revision


def _ensure_left_to_decide(action: Action, thing: Post | Comment, *, flagged: bool) -> None:
    hidden = thing.hidden_at is not None
    if action == "cover" and (hidden or thing.cover == "moderator"):
        raise Invalid("decision.already_covered")
    if action == "restore" and not hidden:
        raise Invalid("decision.not_hidden")
    if action == "hide" and hidden and not flagged:
        raise Invalid("decision.already_hidden")
    if action == "dismiss" and not flagged:
        raise Invalid("decision.nothing_open")


async def _set_hidden(change: Transaction, subject: Subject, author: str, *, hidden: bool) -> None:
    """Hide it or show it again, with its counters, on every screen."""
    subject.thing.hidden_at = now() if hidden else None
    step = -1 if hidden else 1
    # Its corrections are counted on every page, and what it says of its source beside other posts.
    change.outdate_pages()
    post_id = id_of(subject.post)
    await change.session.flush()
    # What its author wrote first counts for them while it is shown.
    first = (col(Revision.number) == 1, col(Revision.erased_at).is_(None))
    written = col(Revision.post_id) if subject.kind == "post" else col(Revision.comment_id)
    await contributions.count_for_editors(change.session, written == subject.thing.id, *first, stands=not hidden)
    if subject.kind == "post":
        await statements.count(change.session, Subwiki, subject.post.subwiki_id, posts_count=step)
        await source_counts.count_shown_or_hidden(change.session, subject.post)
        row = await announcements.patch_post(change, post_id)
        announcements.announce_post(change, row, PostPatch(row.id, row.stamp, hidden=hidden))
        if isinstance(subject.thing, Post):
            await tagging.sync_feeds(change, subject.thing)
        return
    row = await announcements.patch_post(change, post_id, comments=step)
    announcements.announce_post(change, row, PostPatch(row.id, row.stamp, comments=row.comments_count))
    # Under a hidden post nothing is shown to anybody who happens to be there still.
    if isinstance(subject.thing, Comment) and subject.post.hidden_at is None:
        await announce_comment(change, subject.thing, author=author)


async def _log(session: AsyncSession, viewer: Viewer, subject: Subject, action: Action | Literal["undo"], reason: str) -> ModerationAction:
    entry = ModerationAction(
        actor_id=viewer.id,
        action=action,
        subject_kind=subject.kind,
        subject_id=id_of(subject.thing),
        subwiki_id=subject.post.subwiki_id,
        post_id=subject.post.id,
        member_id=subject.author_id,
        revision=subject.thing.revision,
        reason=reason,
    )
    session.add(entry)
    await session.flush()
    return entry


async def _answer(change: Transaction, subject: Subject, entry: ModerationAction) -> None:
    """Close the open flags with this decision, count it for each who flagged, and tell them what came of it."""
    answered = await change.session.exec(update(Flag).where(*_open_flags(subject)).values(decision_id=entry.id))
    entry.flags_count = answered.rowcount
    await change.session.flush()
    upheld = entry.action in policy.UPHOLDING
    await _count(change, entry, 1)
    kind = "flag_upheld" if upheld else "flag_dismissed"
    await notify.put_notices(change, _flaggers(entry), kind, f"/log/{entry.id}", post_id=id_of(subject.post), reason=entry.reason)


def _flaggers(entry: ModerationAction) -> Select[int]:
    return select_core(col(Flag.flagger_id)).where(col(Flag.decision_id) == entry.id).distinct()


async def _count(change: Transaction, entry: ModerationAction, step: Literal[1, -1]) -> None:
    """Count a decision for its author and for those whose flags it answers; or no longer."""
    member, upheld = table(Member), entry.action in policy.UPHOLDING
    # In one order everywhere, so that two who decide at once do not wait for each other.
    concerned = or_(member.c.id.in_(_flaggers(entry)), member.c.id == entry.member_id)
    await change.connection.execute(select_core(member.c.id).where(concerned).order_by(member.c.id).with_for_update(key_share=True))
    if upheld or entry.action == "dismiss":
        against = {"upheld_against": step} if upheld else {"dismissed_against": step}
        await statements.count(change.session, Member, entry.member_id or 0, **against)
    counter = member.c.flags_upheld if upheld else member.c.flags_dismissed
    counted = update(member).where(member.c.id.in_(_flaggers(entry))).values({counter: counter + step})
    await change.connection.execute(counted)


async def undo_decision(viewer: Viewer, *, entry_id: Id, reason: str) -> int:
    """Take back the newest decision on a post or a comment, whole: what it did, and its answer to flags, which wait again.

    The log entry's id. Its author is told. Raises NotFound, LoginNeeded, NotAllowed, Invalid at `reason`, or Invalid("decision.undone")
    for one that was taken back, or that another one came after.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        session = change.session
        entry = (await session.exec(select(ModerationAction).where(ModerationAction.id == entry_id))).first()
        if entry is None or entry.action not in TAKEN_BACK or entry.subject_kind not in ("post", "comment") or entry.actor_id is None:
            raise NotFound
        subject = await access.visible_subject(session, viewer, entry.subject_kind, entry.subject_id, lock=True)
        author = (await session.exec(select(Member).where(Member.id == subject.author_id))).one()
        may_decide = policy.may_decide(
            viewer, subwiki_id=subject.post.subwiki_id, author_id=subject.author_id, author_is_admin=author.is_admin
        )
        permissions.ensure(viewer, may_decide)
        if await newest_decision(session, subject) != entry_id:
            raise Invalid("decision.undone")
        if entry.action == "hide" and subject.thing.hidden_at is not None:
            await _set_hidden(change, subject, author.name, hidden=False)
        if entry.action == "cover":
            await covers.set_cover(change, subject, "")
        undo = await _log(session, viewer, subject, "undo", reason)
        undo.detail, entry.undone_by_id = str(entry_id), undo.id
        await _ask_again(change, subject, entry)
        await notify.notify(change, subject.author_id, "decision_undone", f"/log/{undo.id}", post_id=id_of(subject.post), reason=reason)
        change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.post.subwiki_id))
    return id_of(undo)


async def newest_decision(session: AsyncSession, subject: Subject) -> int:
    """The newest decision on it that was not undone; 0 for none."""
    entry = ModerationAction
    about = (entry.subject_kind == subject.kind, entry.subject_id == subject.thing.id, col(entry.action).in_(policy.DECISIONS))
    standing = (col(entry.actor_id).is_not(None), col(entry.undone_by_id).is_(None))
    return (await session.exec(select(entry.id).where(*about, *standing).order_by(col(entry.id).desc()).limit(1))).first() or 0


async def _ask_again(change: Transaction, subject: Subject, entry: ModerationAction) -> None:
    """The flags that a decision answered wait again, and are counted for nobody."""
    await _count(change, entry, -1)
    answered = update(Flag).where(col(Flag.decision_id) == entry.id).values(decision_id=None).returning(col(Flag.reason))
    for reason in (await change.session.exec(answered)).scalars().all():
        await cases.add_flag(change, subject, reason)
