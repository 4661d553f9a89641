"""Reads of one case: who flagged and what they said, what was changed since, and the records of all concerned."""

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotFound
from wtsocial.core.off_loop import off_loop
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import CaseNote, Comment, ContentRule, Flag, Member, ModerationAction, Post, Revision, Source, Subwiki
from wtsocial.moderation.flags import is_open
from wtsocial.moderation.named_rules import rules_of
from wtsocial.moderation.prepared_texts import texts_at
from wtsocial.moderation.queue import CaseRow, case_row, case_view, may_decide
from wtsocial.moderation.views import AuthorRecord, CaseNoteView, CaseView, EarlierDecision, FlagView
from wtsocial.posts.content_rules import SITE
from wtsocial.revisions.views import DiffPiece
from wtsocial.text import limits
from wtsocial.text.differences import word_diff
from wtsocial.text.rendered import EXCERPT_SOURCE


async def case(viewer: Viewer, case_id: int) -> CaseView:
    """All that a moderator decides by. Raises NotFound, also for whoever may not decide on it."""
    async with db.reading() as session:
        connection = await session.connection()
        row = await case_row(connection, case_id)
        if row is None or not may_decide(viewer, row):
            raise NotFound
        shown = await case_view(connection, viewer, row)
        flags = await _flags(connection, row)
        then, was, now_ = await _then_and_now(connection, row, flags)
        posts, corrected, domain = await source_record(connection, (row.post_id or 0) if row.subject_kind == "post" else 0)
        found = CaseView(
            case=shown,
            flags=[_flag(one) for one in flags],
            record=await author_record(connection, row.author_id) if row.author_id else AuthorRecord(),
            domain=domain,
            source_posts=posts,
            source_corrected=corrected,
            earlier=await _earlier(connection, row),
            notes=await _notes(connection, row),
            rules=await rules_of(connection, row.subwiki_id),
            texts=await texts_at(connection, *([row.subwiki_id] if row.subwiki_id else []), SITE),
        )
    if not then or was == now_:
        return found
    things = {"comment": f"/comment/{row.subject_id}", "subwiki": f"/w/{row.slug}"}
    thing = things.get(row.subject_kind, f"/post/{row.post_id}")
    pieces = await off_loop(lambda: [DiffPiece(piece.kind, piece.text) for piece in word_diff(was, now_)])
    return found.changed_since(f"{thing}/diff/{then[0]}/{then[1]}", pieces)


async def _flags(connection: AsyncConnection, row: CaseRow) -> Sequence[Any]:
    flag, member, rule = table(Flag), table(Member), table(ContentRule)
    columns = ("reason", "law", "note", "at", "revision")
    of_member = (member.c.name, member.c.flags_upheld, member.c.flags_dismissed)
    wanted = select(*(flag.c[name] for name in columns), *of_member, rule.c.label, rule.c.reason.label("ruled"))
    wanted = wanted.outerjoin(member, member.c.id == flag.c.flagger_id).outerjoin(rule, rule.c.id == flag.c.content_rule_id)
    wanted = wanted.where(flag.c.subject_kind == row.subject_kind, flag.c.subject_id == row.subject_id, is_open(flag))
    return (await connection.execute(wanted.order_by(flag.c.id).limit(limits.CASE_FLAGS))).all()


def _flag(one: Any) -> FlagView:
    if one.name is None:
        return FlagView(one.reason, "", one.ruled, to_millis(one.at), "", 0, 0, one.label)
    decided = one.flags_upheld + one.flags_dismissed
    return FlagView(one.reason, one.law, one.note, to_millis(one.at), one.name, one.flags_upheld, decided)


async def _then_and_now(connection: AsyncConnection, row: CaseRow, flags: Sequence[Any]) -> tuple[tuple[int, int] | None, str, str]:
    """The revisions that was flagged first and that stands now, and what both say; None where there is nothing to compare.

    Of a flagged revision, the one before it and itself. Of members there are no revisions.
    """
    if row.subject_kind == "member":
        return None, "", ""
    if row.subject_kind == "revision":
        first, number = (row.number or 0) - 1, row.number or 0
    else:
        thing = table({"comment": Comment, "subwiki": Subwiki}.get(row.subject_kind, Post))
        number = (await connection.execute(select(thing.c.revision).where(thing.c.id == row.subject_id))).scalar_one()
        first = min((one.revision for one in flags if one.revision), default=number)
    if first in (0, number):
        return None, "", ""
    texts = {one: "\n".join(said).strip()[:EXCERPT_SOURCE] for one, said in (await texts_of(connection, row, first, number)).items()}
    both = first in texts and number in texts
    return ((first, number), texts[first], texts[number]) if both else (None, "", "")


class Subjected(Protocol):
    """What names a thing with revisions: a case, or a decision."""

    subject_kind: str
    subject_id: int
    post_id: int | None


async def texts_of(connection: AsyncConnection, about: Subjected, *numbers: int) -> dict[int, tuple[str, str]]:
    """Headline and text of these revisions of a thing, by their numbers, as far as they are neither hidden nor erased.

    Of what is a revision itself, it is the post's; itself can be read here when it is hidden, too: that is what is decided on.
    """
    revision = table(Revision)
    column, its_id = {"comment": ("comment_id", about.subject_id), "subwiki": ("subwiki_id", about.subject_id)}.get(
        about.subject_kind, ("post_id", about.post_id)
    )
    itself = revision.c.id == (about.subject_id if about.subject_kind == "revision" else 0)
    shown = (revision.c.erased_at.is_(None), or_(revision.c.hidden_at.is_(None), itself))
    said = select(revision.c.number, revision.c.headline, revision.c.text, revision.c.rules)
    said = said.where(revision.c[column] == its_id, revision.c.number.in_(numbers), *shown)
    return {one.number: (one.headline, f"{one.text}\n{one.rules}".strip()) for one in await connection.execute(said)}


async def author_record(connection: AsyncConnection, member_id: int) -> AuthorRecord:
    """What is known of an author."""
    member = table(Member)
    judged = ("is_admin", "is_trusted", "email_confirmed_at", "created_at", "contributions", "upheld_against", "dismissed_against")
    row: Any = (await connection.execute(select(*(member.c[name] for name in judged)).where(member.c.id == member_id))).one()
    standing, joined = permissions.standing(row), to_millis(row.created_at)
    return AuthorRecord(standing, joined, row.contributions, row.upheld_against, row.dismissed_against)


async def source_record(connection: AsyncConnection, post_id: int) -> tuple[int, int, str]:
    """Of the source of a post: how many headlines in its own words there are, how many were corrected, and its name."""
    post, source = table(Post), table(Source)
    wanted = select(source.c.own_count, source.c.corrected_count, source.c.domain)
    wanted = wanted.join(post, post.c.domain == source.c.domain).where(post.c.id == post_id)
    found = (await connection.execute(wanted)).first() if post_id else None
    return (found.own_count, found.corrected_count, found.domain) if found else (0, 0, "")


async def _earlier(connection: AsyncConnection, row: CaseRow) -> list[EarlierDecision]:
    entry, actor = table(ModerationAction), table(Member)
    wanted = select(entry.c.id, entry.c.action, entry.c.reason, entry.c.at, actor.c.name)
    wanted = wanted.outerjoin(actor, actor.c.id == entry.c.actor_id)
    wanted = wanted.where(entry.c.subject_kind == row.subject_kind, entry.c.subject_id == row.subject_id)
    found = (await connection.execute(wanted.order_by(entry.c.id.desc()).limit(limits.CASE_EARLIER))).all()
    return [EarlierDecision(one.id, one.action, one.reason, to_millis(one.at), one.name or "") for one in found]


async def _notes(connection: AsyncConnection, row: CaseRow) -> list[CaseNoteView]:
    note, author = table(CaseNote), table(Member)
    wanted = select(note.c.id, note.c.text, note.c.at, author.c.name).join(author, author.c.id == note.c.author_id)
    wanted = wanted.where(note.c.subject_kind == row.subject_kind, note.c.subject_id == row.subject_id)
    found = (await connection.execute(wanted.order_by(note.c.id.desc()).limit(limits.CASE_NOTES))).all()
    return [CaseNoteView(one.id, one.text, to_millis(one.at), one.name) for one in reversed(found)]
