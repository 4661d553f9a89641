"""Content rules: those who moderate a place switch on what is done with a source or a word there, and off again, in public.

What one of them flags waits for a moderator, and the log says that a rule flagged it.
"""

from sqlmodel import col, func, select

from wtsocial import db, jobs
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid, NotFound, TooMany
from wtsocial.core.messages import ModerationQueueChanged
from wtsocial.db import Transaction, statements
from wtsocial.jobs import Priority
from wtsocial.models import ContentRule, Flag, ModerationAction, now
from wtsocial.moderation import cases, entries, figures, policy, rule_drafts, subjects
from wtsocial.moderation.subjects import Subject
from wtsocial.posts.content_rules import FOLLOW_UP, SITE, Catch, Effect, Kind
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id
from wtsocial.text.reasons import BY_RULE


async def add_rule(viewer: Viewer, *, kind: Kind, pattern: str, effect: Effect, reason: str, subwiki: str = "") -> int:
    """Switch a rule on, for the subwiki of this slug or for the whole site; its id.

    Raises LoginNeeded, NotAllowed, NotFound at `subwiki`, TooMany, or Invalid: at `pattern` for what is no source or no word, and
    `content_rule.there_already`; `content_rule.no_such_effect` at `effect`; at `reason`.
    """
    draft = rule_drafts.draft_of(kind, pattern, effect)
    reason = clean_line(reason, field="reason", limit=limits.RULE_REASON)
    async with db.transaction() as change:
        place = await rule_drafts.place_of(change.session, subwiki)
        permissions.ensure(viewer, policy.may_set_rules(viewer, place))
        await _ensure_room(change, place, kind)
        values = {"place": place, "kind": kind, "pattern": draft.pattern, "label": draft.label, "effect": effect, "reason": reason}
        if not await statements.insert_once(change.session, ContentRule, **values, made_by_id=viewer.id, made_at=now()):
            raise Invalid("content_rule.there_already", field="pattern")
        on = (ContentRule.place == place, ContentRule.kind == kind, ContentRule.pattern == draft.pattern)
        rule = (await change.session.exec(select(ContentRule).where(*on, col(ContentRule.removed_at).is_(None)))).one()
        _log(change, viewer, rule, "add_rule", reason)
        change.answer = rule.id
    return rule.id or 0


async def remove_rule(viewer: Viewer, *, rule_id: Id, reason: str) -> None:
    """Switch a rule off, and its warnings with it; what it caught otherwise stays with the moderators.

    Raises NotFound, LoginNeeded, NotAllowed, or Invalid at `reason`.
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        wanted = select(ContentRule).where(ContentRule.id == rule_id, col(ContentRule.removed_at).is_(None))
        rule = (await change.session.exec(wanted.with_for_update(key_share=True))).first()
        if rule is None:
            raise NotFound
        permissions.ensure(viewer, policy.may_set_rules(viewer, rule.place))
        rule.removed_at = now()
        _log(change, viewer, rule, "remove_rule", reason)
        if rule.effect == "warn":
            change.outdate_pages()


async def _ensure_room(change: Transaction, place: int, kind: str) -> None:
    """Raises TooMany where there are as many rules as fit: whoever publishes is compared with every word."""
    most = limits.WORD_RULES if kind == "word" else limits.SOURCE_RULES
    there = select(func.count()).select_from(ContentRule)
    there = there.where(ContentRule.place == place, ContentRule.kind == kind, col(ContentRule.removed_at).is_(None))
    if (await change.session.exec(there)).one() >= most:
        raise TooMany("error.quota", limit=most)


def _log(change: Transaction, viewer: Viewer, rule: ContentRule, action: str, reason: str) -> None:
    change.session.add(
        ModerationAction(
            actor_id=viewer.id,
            action=action,
            subject_kind="rule",
            subject_id=rule.id or 0,
            subwiki_id=rule.place if rule.place != SITE else None,
            detail=f"{rule.kind}_{rule.effect} {rule.label}",
            reason=reason,
        )
    )


@jobs.transactional_task(FOLLOW_UP, priority=Priority.URGENT)
async def flag_caught(change: Transaction, catch: Catch) -> None:
    """Flag a post in the name of the rule that caught it: a case in the queue, and a line in the log. It weighs nothing.

    One that the rule holds stands in the queue already, and in the log from now on.
    """
    session = change.session
    subject = await subjects.any_subject(session, "post", catch.post_id, lock=True)
    rule = (await session.exec(select(ContentRule).where(ContentRule.id == catch.rule_id))).one()
    if subject is None:
        return
    if rule.effect == "hold":
        entry = await entries.log(session, None, subject, "hold_post", rule.reason, detail=f"rule {rule.label}", office="rule")
        figures.count(change, figures.of_entry(entry))
        return
    if subject.hidden:
        return
    await statements.insert_unasked(session, Flag, [_flag(catch, subject)])
    await cases.add_flag(change, subject, BY_RULE)
    entry = await entries.log(session, None, subject, "flag", rule.reason, detail=f"rule {rule.label}", office="rule")
    figures.count(change, figures.of_entry(entry))
    change.announce(bus.moderation_room(), message=ModerationQueueChanged(subject.place_id or 0))


def _flag(catch: Catch, subject: Subject) -> dict[str, object]:
    return {
        "content_rule_id": catch.rule_id,
        "subject_kind": subject.kind,
        "subject_id": catch.post_id,
        "post_id": catch.post_id,
        "subwiki_id": subject.place_id,
        "reason": BY_RULE,
        "law": "",
        "note": "",
        "revision": subject.revision,
        "weight": 0,
        "at": now(),
    }
