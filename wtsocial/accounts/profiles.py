"""Profiles: what a member says about themselves, and the language of their interface and mails."""

from sqlmodel import col, update

from wtsocial import db
from wtsocial.accounts import new_links, permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.i18n import LANGUAGES
from wtsocial.models import Member
from wtsocial.text import limits
from wtsocial.text.cleaning import clean_text


async def set_language(viewer: Viewer, *, language: str) -> None:
    """Set the language of the member's interface and mails. Raises Invalid at `language` for one without a catalogue, LoginNeeded."""
    if language not in LANGUAGES:
        raise Invalid("error.not_understood", field="language")
    permissions.ensure(viewer, viewer.known)
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.id) == viewer.id).values(language=language))


async def set_named_in_log(viewer: Viewer, *, named: bool) -> None:
    """Whether the member's name stands in the log beside what they decide from now on. Raises LoginNeeded."""
    permissions.ensure(viewer, viewer.known)
    async with db.transaction() as change:
        await change.session.exec(update(Member).where(col(Member.id) == viewer.id).values(named_in_log=named))


async def edit_about(viewer: Viewer, *, about: str) -> None:
    """What the member's own profile says of them, in Markdown; empty takes it away.

    Raises Invalid at `about`, LoginNeeded or NotAllowed: a profile is public, so only who may take part writes there.
    """
    about = clean_text(about, field="about", limit=limits.ABOUT, required=False)
    permissions.ensure(viewer, permissions.may_take_part(viewer))
    async with db.transaction() as change:
        await new_links.ensure_known_sources(change.session, viewer, about, field="about")
        await change.session.exec(update(Member).where(col(Member.id) == viewer.id).values(about=about))
        change.outdate_pages(f"member:{viewer.id}")
