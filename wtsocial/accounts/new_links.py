"""Links of new members: they lead to sources that somebody posted from before; what leads elsewhere waits, or is not saved."""

import re
from html import unescape
from typing import Final

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotAllowed
from wtsocial.models import Source
from wtsocial.site.current import site_settings
from wtsocial.text.domains import registrable
from wtsocial.text.links import host_of
from wtsocial.text.rendered import render_text

_LINKS: Final = re.compile(r'href="(https?:[^"]*)"')
MOST: Final = 50
"""Sources that are looked up for one text: of one that links to more, none is known."""


async def new_source(session: AsyncSession, viewer: Viewer, *texts: str, domain: str = "", before: str = "") -> str:
    """The first source that a member who is new links to, by `domain` or in Markdown, and that no shown post is from; empty for none.

    What stood in `before` is nobody's new link. Others may link to anything.
    """
    if not site_settings().hold_new_sources or permissions.may_link_anywhere(viewer):
        return ""
    linked = {found for text in texts for found in await _sources(text)} - set(await _sources(before)) | ({domain} - {""})
    if not linked:
        return ""
    if len(linked) > MOST:
        return min(linked)
    known = select(Source.domain).where(col(Source.domain).in_(linked), Source.posts_count > 0)
    return min(linked - set((await session.exec(known)).all()), default="")


async def ensure_known_sources(session: AsyncSession, viewer: Viewer, *texts: str, before: str = "", field: str = "text") -> None:
    """Go on unless a member who is new adds a link to a new source. Raises NotAllowed("new.source", `source`) at `field`."""
    source = await new_source(session, viewer, *texts, before=before)
    if source:
        raise NotAllowed("new.source", field=field, source=source)


async def _sources(text: str) -> list[str]:
    """The sources that a text in Markdown links to, as it is shown."""
    if not text:
        return []
    links = (unescape(link) for link in _LINKS.findall(await render_text(text)))
    return [domain for link in links if (domain := registrable(host_of(link)))]
