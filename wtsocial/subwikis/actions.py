"""Subwikis: create one, join and leave, edit its page."""

from dataclasses import asdict
from typing import NoReturn

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db
from wtsocial.accounts import new_links, permissions
from wtsocial.accounts.views import Viewer
from wtsocial.choices import versions
from wtsocial.choices.document import put_one
from wtsocial.core.errors import EditConflict, Invalid
from wtsocial.db import statements
from wtsocial.models import Membership, Revision, Subwiki
from wtsocial.revisions import merging, record
from wtsocial.revisions.views import Saved
from wtsocial.subwikis import access, policy
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_line, clean_text
from wtsocial.text.limits import RevisionNumber
from wtsocial.text.names import check_slug
from wtsocial.text.reasons import Reason
from wtsocial.text.subwiki_names import check_subwiki_name

COLOURS = (
    "#4b8b5f", "#3f7fa6", "#8a6bb0", "#b0705a", "#5c7f86", "#a0782f",
    "#6a7fc0", "#9a5f80", "#5f8a3c", "#7a6a5a", "#3c8a86", "#a65f5f",
)  # fmt: skip
"""Calm colours of about one brightness, readable as a mark on light and dark ground."""


async def create_subwiki(viewer: Viewer, *, slug: str, name: str, description: str = "", rules: str = "") -> str:
    """Found a subwiki, as its first member and moderator; its slug.

    Raises Invalid("slug.taken"), Invalid("subwiki.name_taken"), also for a name that looks like another's, and the other refusals of
    slugs, names and texts, LoginNeeded, NotAllowed or TooMany.
    """
    slug = check_slug(slug)
    name = check_subwiki_name(name)
    description, rules = _page(description, rules)
    async with db.transaction() as change:
        session = change.session
        permissions.ensure(viewer, permissions.may_take_part(viewer))
        await new_links.ensure_known_sources(session, viewer, description, rules, field="description")
        await statements.ensure_fewer(session, limits.SUBWIKIS_PER_MEMBER, Subwiki, col(Subwiki.created_by_id) == viewer.id)
        colour = await _next_colour(session)
        subwiki = Subwiki(slug=slug, name=name, description=description, rules=rules, colour=colour, created_by_id=viewer.id)
        # What a search looks through is written, with its stretches, when the session writes the row.
        if not await statements.insert_once(session, Subwiki, **subwiki.model_dump(exclude={"id", "skeleton"})):
            await _refuse_taken(session, slug)
        await versions.apply_choices(change, viewer, lambda mine: put_one(mine, "subwikis", slug, wanted=True), via="founded")
        subwiki = await access.existing_subwiki(session, slug)
        (await session.get_one(Membership, (viewer.id, subwiki.id))).role = "moderator"
        await record.revise(session, viewer, subwiki, change="created")
        change.answer = slug
    return slug


async def _refuse_taken(session: AsyncSession, slug: str) -> NoReturn:
    if (await session.exec(select(Subwiki.id).where(Subwiki.slug == slug))).first():
        raise Invalid("slug.taken", field="slug")
    raise Invalid("subwiki.name_taken", field="name")


async def join(viewer: Viewer, *, slug: str) -> int:
    """Become a member of a subwiki; how many it has. A second time changes nothing.

    Raises NotFound, LoginNeeded, NotAllowed or TooMany.
    """
    return await _choose(viewer, slug, "joined", wanted=True)


async def leave(viewer: Viewer, *, slug: str) -> int:
    """Leave a subwiki; how many members it has. A second time changes nothing.

    A moderator who leaves is one no more; the last one has to name another before (`moderators.appoint_moderator`), or
    Invalid("subwiki.last_moderator") is raised. Raises NotFound, LoginNeeded, NotAllowed or TooMany.
    """
    return await _choose(viewer, slug, "left", wanted=False)


async def _choose(viewer: Viewer, slug: str, via: str, *, wanted: bool) -> int:
    """Join or leave as a change of choices, which stores a version."""
    await versions.ensure_pace(viewer)
    async with db.transaction() as change:
        await access.existing_subwiki(change.session, slug)
        await versions.apply_choices(change, viewer, lambda mine: put_one(mine, "subwikis", slug, wanted=wanted), via=via)
        counted = select(Subwiki.members_count).where(Subwiki.slug == slug)
        return (await change.session.exec(counted)).one()


async def edit_page(viewer: Viewer, *, slug: str, description: str, rules: str, based_on: RevisionNumber, note: str = "") -> Saved:
    """Save a subwiki's description and rules; the new revision's number, and with whose change it was merged.

    When somebody saved after revision `based_on`, both changes are merged if they do not overlap. Raises EditConflict
    (`theirs` and `theirs_rules`) when they do, Invalid, NotFound, LoginNeeded, NotAllowed or TooMany.
    """
    page = _page(description, rules)
    note = clean_line(note, field="note", limit=limits.NOTE, required=False)
    await record.ensure_pace(viewer)
    async with db.transaction() as change:
        session = change.session
        subwiki = await access.existing_subwiki(session, slug, lock=True)
        permissions.ensure(viewer, policy.may_edit_subwiki(viewer, subwiki))
        was = f"{subwiki.description}\n\n{subwiki.rules}"
        await new_links.ensure_known_sources(session, viewer, *page, before=was, field="description")
        await record.ensure_edits_left(session, viewer)
        page, theirs_by = await _merge_with_newest(session, subwiki, page, based_on)
        if page == (subwiki.description, subwiki.rules):
            raise record.unchanged("description")
        subwiki.description, subwiki.rules = page
        origin = record.Origin("merge") if theirs_by else record.PLAIN
        await record.revise(session, viewer, subwiki, change="page", reason=Reason(note=note), origin=origin)
        saved = Saved(subwiki.revision, theirs_by)
        change.answer = asdict(saved)
    return saved


async def _merge_with_newest(session: AsyncSession, subwiki: Subwiki, page: tuple[str, str], based_on: int) -> tuple[tuple[str, str], str]:
    """The description and rules to save, and whose change they were merged with. Raises EditConflict."""
    if based_on == subwiki.revision:
        return page, ""
    base = await merging.base_revision(session, subwiki, based_on)
    theirs_by = await record.editor_of(session, col(Revision.subwiki_id) == subwiki.id, "page")
    if base:
        description = await merging.merge_texts(base.text, page[0], subwiki.description, limit=limits.DESCRIPTION)
        rules = await merging.merge_texts(base.rules, page[1], subwiki.rules, limit=limits.RULES)
        if description is not None and rules is not None:
            return (description, rules), theirs_by
    raise EditConflict(
        base=based_on,
        latest=subwiki.revision,
        theirs=subwiki.description,
        theirs_rules=subwiki.rules,
        theirs_by=theirs_by,
        field="description",
        base_text=base.text if base else None,
        base_rules=base.rules if base else "",
    )


def _page(description: str, rules: str) -> tuple[str, str]:
    return (
        clean_text(description, field="description", limit=limits.DESCRIPTION, required=False),
        clean_text(rules, field="rules", limit=limits.RULES, required=False),
    )


async def _next_colour(session: AsyncSession) -> str:
    """The colours in turn, so that neighbours differ."""
    known = (await session.exec(select(func.count()).select_from(Subwiki))).one()
    return COLOURS[known % len(COLOURS)]
