"""Page readings: what the page behind a link says is remembered with the link, and told of the posts that have it.

Whoever pastes a link into the form has its page read for the preview. A post that is published with a link that nobody looked at has it
read by a job: later the page may say something else, or not be there any more.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial import db, jobs
from wtsocial.core.errors import Invalid
from wtsocial.db import Transaction
from wtsocial.gateways import link_previews
from wtsocial.gateways.link_previews import Preview
from wtsocial.jobs import Priority, Queue, RetryLater
from wtsocial.models import now
from wtsocial.posts import late_readings, source_pages
from wtsocial.posts.queries import link_key
from wtsocial.text.links import check_link

PAGES: Final = Queue("pages", 2)
TRIED: Final = timedelta(hours=6)
"""For so long a page that does not answer is asked again; what it says later is not what it said when it was posted."""
PASSING: Final = frozenset({"preview.unreachable", "preview.too_slow"})
"""What may be over in a while."""


@dataclass(frozen=True)
class LinkedPage:
    """The page behind a link, to be read until a moment (seconds since 1970)."""

    link: str
    until: float


async def read_soon(change: Transaction, link: str) -> None:
    """Have the page behind a link read after the commit."""
    await jobs.enqueue(change, read_linked_page, LinkedPage(link, (now() + TRIED).timestamp()))


@jobs.task("posts.read_page", queue=PAGES, priority=Priority.BULK, first_pause=timedelta(minutes=1))
async def read_linked_page(page: LinkedPage) -> None:
    """Read it as a preview would; a page that cannot be looked at stays unknown."""
    try:
        found = await link_previews.fetch_preview(page.link)
    except Invalid as refused:
        if refused.key in PASSING and now().timestamp() < page.until:
            raise RetryLater(refused.key) from None
        return
    async with db.transaction() as change:
        await remember(change.session, page.link, found)


async def remember(session: AsyncSession, link: str, found: Preview) -> None:
    """Remember what was read behind a link, under every spelling of it, and tell of the recent posts with it."""
    keys = {link_key(spelling) for spelling in (link, moved_to(link, found), spelled(found.canonical)) if spelling}
    await source_pages.remember_reading(session, keys, headline=found.headline, site=found.site, digest=found.digest)
    await late_readings.keep_for_earlier_posts(session, keys)


def moved_to(link: str, found: Preview) -> str:
    """Where a link leads, as posts spell links; the link itself when that cannot be posted."""
    return spelled(found.link) or link


def spelled(link: str) -> str:
    """A link as posts spell it; "" when it cannot be posted."""
    try:
        return check_link(link) if link else ""
    except Invalid:
        return ""
