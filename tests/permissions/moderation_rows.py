"""The rows for what moderators and admins do, and for flags, appeals and juries."""

from typing import Any, Final

from sqlmodel import col, select, update

from tests.permissions.world import ACTIVE, ADMIN, KNOWN, MODERATING, NOBODY, At, Row, later, put
from wtsocial.db import Transaction
from wtsocial.models import Appeal, DrawNumber, JurorTicket, Member, MemberRestriction, ModerationAction, SourceDispute
from wtsocial.moderation import (
    appeals,
    claims,
    content_rules,
    decisions,
    erasure,
    flags,
    held_posts,
    locks,
    members,
    prepared_texts,
    protection,
    restrictions,
)
from wtsocial.sources import actions as sources

WHY: Final = "It calls them names."


async def admins(change: Transaction, at: At) -> None:
    """Whoever all this is about is an admin."""
    await change.session.exec(update(Member).where(col(Member.name) == "fay").values(is_admin=True))


async def suspended(change: Transaction, at: At) -> None:
    """They are suspended."""
    await change.session.exec(update(Member).where(col(Member.name) == "fay").values(state="suspended"))


async def contested(change: Transaction, at: At) -> None:
    """The post's correction is contested."""
    by = at.who.id if at.whom == at.who.name else (await change.session.exec(select(Member.id).where(Member.name == "fay"))).one()
    contest = SourceDispute(
        id=7, domain="gauge.example", post_id=at["post"], revision=2, subwiki_id=at["place"], member_id=by or 0, text="No"
    )
    change.session.add(contest)
    await change.session.flush()


async def restricted(change: Transaction, at: At) -> None:
    """The entry limited them here."""
    entry = await change.session.get_one(ModerationAction, at["entry"])
    entry.action, entry.subject_kind, entry.subject_id = "limit", "member", entry.member_id or 0
    change.session.add(MemberRestriction(entry_id=at["entry"], member_id=entry.member_id or 0, subwiki_id=at["place"], kind="limit"))
    await change.session.flush()


async def begun(change: Transaction, at: At) -> None:
    """An appeal was begun."""
    change.session.add_all([Appeal(entry_id=at["entry"], seats=0), DrawNumber(entry_id=at["entry"], number="1")])
    await change.session.flush()


async def numbered(change: Transaction, at: At) -> None:
    """The site's number for a draw is there."""
    change.session.add(DrawNumber(entry_id=at["entry"], number="1"))
    await change.session.flush()


async def left_to_admins(change: Transaction, at: At) -> None:
    """It is left to an admin."""
    change.session.add_all([Appeal(entry_id=at["entry"], state="admins"), DrawNumber(entry_id=at["entry"], number="1")])
    await change.session.flush()


async def drawn(change: Transaction, at: At) -> None:
    """Whoever asks was drawn for the jury, if they are somebody."""
    appeal = Appeal(entry_id=at["entry"], state="jury", seats=5)
    change.session.add_all([appeal, DrawNumber(entry_id=at["entry"], number="1")])
    await change.session.flush()
    if at.who.known:
        seat = JurorTicket(appeal_id=appeal.id or 0, ticket="t", member_id=at.who.id, nonce="n", state="sitting", due_at=later(1), place=1)
        change.session.add(seat)
        await change.session.flush()


def entry(at: At) -> dict[str, Any]:
    """The entry of the log alone."""
    return {"entry_id": at["entry"]}


def reasoned(at: At) -> dict[str, Any]:
    """The entry, and why."""
    return entry(at) | {"reason": WHY}


def post(at: At) -> dict[str, Any]:
    """The post, and why."""
    return {"post_id": at["post"], "reason": WHY}


def member(at: At) -> dict[str, Any]:
    """The member, and why."""
    return {"member_name": at.whom, "reason": WHY}


def subject(kind: str, thing: str = "", **more: Any) -> Any:
    """What is decided on, flagged, protected or erased."""
    return lambda at: {f"{name}": value for name, value in {"subject_kind": kind, "subject_id": at[thing or kind], **more}.items()}


def protecting(kind: str, thing: str, **more: Any) -> Any:
    """The same for protections."""
    return lambda at: {"kind": kind, "subject_id": at[thing], "reason": WHY, **more}


def oneself(at: At) -> dict[str, Any]:
    """The member themselves, to flag or decide on."""
    return {"subject_kind": "member", "subject_id": at.who.id if at.whom == at.who.name else at["fay"]}


VERDICT: Final[dict[str, Any]] = {"verdict": "uphold", "text": "It stands."}
WAITS = put("post", hidden_at=later(0), awaits_review=True)
FLAGS = [
    Row(flags.flag, subject("post", reason="spam"), ACTIVE, NOBODY, ("post",)),
    Row(flags.flag, subject("comment", reason="spam"), ACTIVE, NOBODY, ("comment",)),
    Row(flags.flag, subject("revision", reason="spam"), ACTIVE, NOBODY, ("revision",)),
    Row(flags.flag, subject("subwiki", "place", reason="spam"), ACTIVE),
    Row(flags.flag, lambda at: oneself(at) | {"reason": "spam"}, ACTIVE, NOBODY),
    Row(flags.withdraw_flag, subject("post"), ACTIVE, ACTIVE, ("post",)),
    Row(appeals.begin_appeal, entry, NOBODY, KNOWN, ("entry",), (numbered,)),
    Row(appeals.appeal, lambda at: reasoned(at) | {"words": "five dice: 2 6 1 1 4"}, NOBODY, KNOWN, ("entry",), (begun,)),
    Row(appeals.judge_appeal, lambda at: entry(at) | VERDICT, ACTIVE, before=(drawn,), of="drawn"),
    Row(appeals.judge_appeal, lambda at: entry(at) | VERDICT, ADMIN, NOBODY, ("entry", "post"), (left_to_admins,)),
    Row(appeals.decline_jury, entry, ACTIVE, before=(drawn,), of="drawn"),
    Row(appeals.decline_jury, entry, NOBODY, before=(left_to_admins,)),
]
DECISIONS = [
    Row(decisions.decide, subject("post", action="hide", reason=WHY), MODERATING, NOBODY, ("post",)),
    Row(decisions.decide, subject("post", action="hide", reason=WHY), ADMIN, before=(admins,), of="an admin's"),
    Row(decisions.decide, subject("post", action="move", reason=WHY, to="rivers"), MODERATING, NOBODY, ("post",)),
    Row(decisions.decide, subject("comment", action="hide", reason=WHY), MODERATING, NOBODY, ("comment",)),
    Row(decisions.decide, subject("revision", action="warn", reason=WHY), MODERATING, NOBODY, ("revision",)),
    Row(decisions.decide, subject("subwiki", "place", action="warn", reason=WHY), ADMIN),
    Row(decisions.decide, lambda at: oneself(at) | {"action": "warn", "reason": WHY}, ADMIN, NOBODY),
    Row(decisions.undo_decision, reasoned, MODERATING, NOBODY, ("entry", "post")),
    Row(claims.claim_case, lambda at: {"case_id": at["case"]}, MODERATING, NOBODY, ("case",)),
    Row(claims.release_case, lambda at: {"case_id": at["case"]}, MODERATING, NOBODY, ("case",)),
    Row(claims.note_case, lambda at: {"case_id": at["case"], "text": WHY}, MODERATING, NOBODY, ("case",)),
    Row(locks.unlock_discussion, post, MODERATING, NOBODY, ("post",), (put("post", locked_reason="Enough"),)),
    Row(held_posts.approve_post, lambda at: {"post_id": at["post"]}, MODERATING, NOBODY, ("post",), (WAITS,)),
    Row(held_posts.refuse_post, post, MODERATING, NOBODY, ("post",), (WAITS,)),
    # Private data is taken away at once, one's own too: who did it, when and why stays.
    Row(erasure.erase_revision, subject("post", number=1, reason=WHY), MODERATING, MODERATING, ("post",)),
    Row(protection.protect, protecting("post", "post", level="trusted"), MODERATING, NOBODY, ("post",)),
    Row(protection.protect, protecting("subwiki", "place", level="trusted"), MODERATING),
    Row(
        protection.unprotect, protecting("post", "post"), MODERATING, NOBODY, ("post",), (put("post", protection="trusted"),)
    ),
    Row(sources.answer_contest, lambda _: {"contest_id": 7, "outcome": "kept", "answer": WHY}, MODERATING, NOBODY, before=(contested,)),
]  # fmt: skip
MEMBERS = [
    Row(members.trust_member, lambda at: {"member_name": at.whom}, ADMIN, NOBODY),
    Row(members.suspend_member, member, ADMIN, NOBODY),
    Row(members.suspend_member, member, NOBODY, before=(admins,), of="an admin"),
    Row(members.reinstate_member, member, ADMIN, NOBODY, before=(suspended,)),
    Row(restrictions.restrict_member, lambda at: member(at) | {"subwiki": "climate", "kind": "limit", "days": 7}, MODERATING, NOBODY),
    Row(
        restrictions.restrict_member, lambda at: member(at) | {"subwiki": "climate", "kind": "hold", "days": 7},
        NOBODY, before=(admins,), of="an admin",
    ),
    Row(restrictions.lift_restriction, reasoned, MODERATING, NOBODY, ("entry",), (restricted,)),
]  # fmt: skip
RULE: Final[dict[str, Any]] = {"kind": "word", "pattern": "cyclone", "effect": "flag", "reason": WHY}
RULES = [
    Row(content_rules.add_rule, lambda _: RULE | {"subwiki": "climate"}, MODERATING),
    Row(content_rules.add_rule, lambda _: RULE, ADMIN, of="the site"),
    Row(content_rules.remove_rule, lambda at: {"rule_id": at["rule"], "reason": WHY}, MODERATING),
    Row(content_rules.remove_rule, lambda at: {"rule_id": at["site_rule"], "reason": WHY}, ADMIN, of="the site"),
]
PREPARED: Final[dict[str, Any]] = {"title": "Rude", "text": WHY}
TEXTS = [
    Row(prepared_texts.add_text, lambda _: PREPARED | {"subwiki": "climate"}, MODERATING),
    Row(prepared_texts.add_text, lambda _: PREPARED, ADMIN, of="the site"),
    Row(prepared_texts.remove_text, lambda at: {"text_id": at["text"]}, MODERATING),
    Row(prepared_texts.remove_text, lambda at: {"text_id": at["site_text"]}, ADMIN, of="the site"),
]
ROWS = [*TEXTS, *FLAGS, *DECISIONS, *MEMBERS, *RULES]
