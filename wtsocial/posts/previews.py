"""Link previews: reads the page behind a pasted link for the member who pasted it, and stores its picture."""

import asyncio

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid
from wtsocial.gateways import link_previews, pictures, rate_limits
from wtsocial.posts import page_readings
from wtsocial.posts.queries import same_link
from wtsocial.posts.source_counts import with_source_counts
from wtsocial.posts.views import LinkPreviewView
from wtsocial.text import limits
from wtsocial.text.languages import spoken
from wtsocial.text.links import check_link, host_of


async def preview_link(viewer: Viewer, *, link: str) -> LinkPreviewView:
    """What the page behind the link says of itself; `posted` is a post of the same link, if there is one.

    A page that cannot be looked at (refused address, too slow, no page) gives a view whose `trouble` says why: its link
    may be posted all the same. Takes up to 18 s. Raises LoginNeeded, NotAllowed, Invalid for what is no link (field
    `link`), and TooMany.
    """
    permissions.ensure(viewer, permissions.may_take_part(viewer))
    link = check_link(link)
    await rate_limits.count_try("preview", str(viewer.id), per_minute=limits.PREVIEWS_PER_MINUTE)
    return await with_source_counts(await _seen(link, await same_link(link)))


async def _seen(link: str, posted: int) -> LinkPreviewView:
    try:
        found = await link_previews.fetch_preview(link)
    except Invalid as refused:
        return LinkPreviewView(link=link, site=host_of(link), posted=posted, trouble=refused.key)
    async with db.transaction() as change:
        await page_readings.remember(change.session, link, found)
    moved, canonical = page_readings.moved_to(link, found), page_readings.spelled(found.canonical)
    return LinkPreviewView(
        link=moved,
        headline=found.headline[: limits.HEADLINE],
        site=found.site or host_of(moved),
        description=found.description,
        picture=await _kept(found.picture_url),
        posted=posted or await same_link(moved, canonical),
        canonical=canonical,
        language=spoken(found.language),
    )


async def _kept(url: str) -> str:
    """The name of the page's picture in our store; "" when there is none that can be used."""
    if not url:
        return ""
    try:
        return await asyncio.to_thread(pictures.store, await link_previews.fetch_picture(url))
    except Invalid:
        return ""
