"""Erasure: moderators delete the text of revisions for good and everywhere, with a public reason. The chain stays valid."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Literal

from sqlalchemy import ColumnElement, or_
from sqlalchemy import select as select_core
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core import bus
from wtsocial.core.errors import Invalid, NotFound
from wtsocial.core.messages import Erased, PostPatch
from wtsocial.core.paths import comment_path
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Member, ModerationAction, Post, Revision, Subwiki, Suggestion, now
from wtsocial.moderation import policy
from wtsocial.moderation.erasure_views import ErasedView
from wtsocial.notifications import notify
from wtsocial.posts import access, announcements, source_counts, source_pages, tagging
from wtsocial.posts.comment_announcements import announce_comment
from wtsocial.posts.listed import forget_views
from wtsocial.revisions import chain, contributions, record
from wtsocial.revisions.record import Thing
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line
from wtsocial.text.limits import Id, RevisionNumber
from wtsocial.text.rendered import clear_cache

ErasableKind = Literal["post", "comment", "subwiki"]


async def erase_revision(
    viewer: Viewer,
    *,
    subject_kind: ErasableKind,
    subject_id: Id,
    number: RevisionNumber,
    reason: str,
    until: RevisionNumber | None = None,
) -> ErasedView:
    """Erase what was typed in a revision of a thing, or in all from `number` to `until`; and where the same still stands.

    Headline, text, rules, note, source and salt are gone for good; who, when and which change stay, and so does every seal. Those
    who wrote it are told. Raises NotFound, LoginNeeded, NotAllowed, Invalid("erase.newest") for the newest revision of what is
    on show (a comment's can be: it is shown as erased), or Invalid("erase.already").
    """
    reason = clean_line(reason, field="reason", limit=limits.REASON)
    async with db.transaction() as change:
        thing, post = await _found(change.session, viewer, subject_kind, subject_id)
        permissions.ensure(viewer, policy.may_erase(viewer, post.subwiki_id if post else id_of(thing)))
        last = until or number
        gone = await _revisions(change.session, thing, number, last)
        if last == thing.revision and not _may_lose_newest(thing):
            raise Invalid("erase.newest", field="number")
        same = await _same_elsewhere(change.session, thing, gone)
        await _blank(change.session, thing, gone)
        editors = {revision.editor_id for revision in gone}
        change.session.add(_entry(viewer, thing, post, gone, editors, reason))
        await _tell_editors(change, viewer, thing, post, editors, reason)
        await _announce(change, thing, post)
        change.after_commit(_forget)
        erased = ErasedView(len(gone), *same)
        change.answer = asdict(erased)
    return erased


async def _found(session: AsyncSession, viewer: Viewer, kind: ErasableKind, number: int) -> tuple[Thing, Post | None]:
    """The thing, locked, and the post that it is or stands under."""
    if kind == "post":
        post = await access.visible_post(session, viewer, number, lock=True)
        return post, post
    if kind == "comment":
        return await access.visible_comment(session, viewer, number, lock=True)
    subwiki = (await session.exec(select(Subwiki).where(Subwiki.id == number).with_for_update(key_share=True))).first()
    if subwiki is None:
        raise NotFound
    return subwiki, None


def _column(thing: Thing) -> ColumnElement[Any]:
    return getattr(Revision, f"{record.kind_of(thing)}_id")


async def _revisions(session: AsyncSession, thing: Thing, first: int, last: int) -> Sequence[Revision]:
    """Those of these numbers that are not erased yet. Raises NotFound for a number that is none, Invalid when nothing is left."""
    if not 1 <= first <= last <= thing.revision:
        raise NotFound("erase.unknown", field="number")
    wanted = select(Revision).where(_column(thing) == thing.id, col(Revision.number).between(first, last))
    left = (await session.exec(wanted.where(col(Revision.erased_at).is_(None)).order_by(col(Revision.number)))).all()
    if not left:
        raise Invalid("erase.already", field="number")
    return left


def _may_lose_newest(thing: Thing) -> bool:
    """Whether the newest revision may be erased, too: of a hidden post, or of a comment."""
    return isinstance(thing, Comment) or (isinstance(thing, Post) and thing.hidden_at is not None)


async def _same_elsewhere(session: AsyncSession, thing: Thing, gone: Sequence[Revision]) -> tuple[list[int], list[int]]:
    """The numbers of the thing's other revisions in which the same headline stands, or the same text or rules."""
    other, erased = table(Revision), table(Revision).alias("erased")
    of_thing: ColumnElement[bool] = other.c[f"{record.kind_of(thing)}_id"] == thing.id
    left = (of_thing, other.c.erased_at.is_(None), other.c.id.not_in([revision.id for revision in gone]))
    found: list[list[int]] = []
    for fields in (("headline",), ("text", "rules")):
        alike: list[ColumnElement[bool]] = [(other.c[name] == erased.c[name]) & (erased.c[name] != "") for name in fields]
        twins = erased.select().where(erased.c.id.in_([revision.id for revision in gone]), or_(*alike)).exists()
        wanted = other.select().with_only_columns(other.c.number).where(*left, twins).order_by(other.c.number)
        found.append(list((await (await session.connection()).execute(wanted)).scalars().all()))
    return found[0], found[1]


async def _blank(session: AsyncSession, thing: Thing, gone: Sequence[Revision]) -> None:
    at, numbers = now(), [revision.number for revision in gone]
    counted = await source_counts.counted_as(session, thing, thing.corrected_revision) if isinstance(thing, Post) else ""
    for revision in gone:
        for name in (*chain.CONTENT, "salt"):
            setattr(revision, name, "")
        revision.erased_at = at
    await session.flush()
    await contributions.count_for_editors(session, table(Revision).c.id.in_([revision.id for revision in gone]), stands=False)
    if isinstance(thing, Comment) and thing.revision in numbers:
        thing.text = ""
    if isinstance(thing, Post):
        await _blank_post(session, thing, numbers)
        await source_counts.count_anew(session, thing, counted=counted)
    await session.flush()


async def _blank_post(session: AsyncSession, post: Post, numbers: Sequence[int]) -> None:
    """Blank the other columns and rows that hold the text of these revisions of a post."""
    corrections = select(Revision.number).where(Revision.post_id == post.id, Revision.change == "headline")
    if (await session.exec(corrections.order_by(col(Revision.number).desc()).limit(1))).first() in numbers:
        post.corrected_source = ""
    if 1 in numbers:
        post.first_headline = ""
        await source_pages.forget_headline(session, post)
    if post.revision in numbers:
        post.headline = post.text = ""
    suggestion = table(Suggestion)
    taken = suggestion.c.post_id == post.id, suggestion.c.revision.in_(numbers)
    # A suggestion that was accepted holds what it became.
    await (await session.connection()).execute(update(suggestion).where(*taken).values(headline="", source="", note=""))


def _entry(viewer: Viewer, thing: Thing, post: Post | None, gone: Sequence[Revision], editors: set[int], reason: str) -> ModerationAction:
    """The log's entry: `revision` is the first, and `detail` the last where there are several."""
    first, last = gone[0].number, gone[-1].number
    return ModerationAction(
        actor_id=viewer.id,
        action="erase",
        subject_kind=record.kind_of(thing),
        subject_id=id_of(thing),
        subwiki_id=post.subwiki_id if post else thing.id,
        post_id=post.id if post else None,
        member_id=min(editors) if len(editors) == 1 else None,
        revision=first,
        detail=str(last) if last > first else "",
        reason=reason,
    )


async def _tell_editors(change: Transaction, viewer: Viewer, thing: Thing, post: Post | None, editors: set[int], reason: str) -> None:
    path = f"/w/{thing.slug}/about" if isinstance(thing, Subwiki) else f"/post/{id_of(post or thing)}"
    path = comment_path(id_of(post or thing), id_of(thing)) if isinstance(thing, Comment) else path
    recipients = select_core(col(Member.id)).where(col(Member.id).in_(editors - {viewer.id}))
    if isinstance(thing, Subwiki):
        await notify.put_notices(change, recipients, "erased_page", path, name=thing.name, reason=reason)
    else:
        await notify.put_notices(change, recipients, "erased", path, post_id=id_of(post or thing), reason=reason)


async def _announce(change: Transaction, thing: Thing, post: Post | None) -> None:
    """Tell every open screen: cards and threads are patched, pages that show revisions are read again."""
    rooms = [bus.changes_room(), bus.post_room(id_of(post)) if post else bus.subwiki_room(id_of(thing))]
    rooms += [bus.page_room(thing.slug)] if isinstance(thing, Subwiki) else []
    if isinstance(thing, Post):
        row = await announcements.patch_post(change, id_of(thing))
        announcements.announce_post(change, row, _blank_patch(row, thing))
        rooms.append(bus.all_posts())  # a corrected headline is shown to whoever comes for the first time
        await change.session.refresh(thing, ["stamp"])
        await tagging.retag(change, thing)
    if isinstance(thing, Comment) and post and post.hidden_at is None:
        await announce_comment(change, thing)
    change.outdate_pages()
    change.announce(*rooms, message=Erased(f"{record.kind_of(thing)}/{thing.id}"))


def _blank_patch(row: announcements.PatchedPost, post: Post) -> PostPatch:
    """What is gone and nothing else: of a hidden post nobody hears what is left."""
    gone = "" if not post.headline else None
    return PostPatch(
        row.id,
        row.stamp,
        headline=gone,
        excerpt=gone,
        html=gone,
        first_headline="" if not post.first_headline else None,
        corrected_source="" if not post.corrected_source else None,
    )


async def _forget() -> None:
    clear_cache()
    forget_views()
    await db.empty_log()
