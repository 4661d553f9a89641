"""Loading a subwiki for an action, locked if asked."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.core.errors import NotFound
from wtsocial.models import Subwiki


async def existing_subwiki(session: AsyncSession, slug: str, *, lock: bool = False) -> Subwiki:
    """The subwiki, locked against other writers if asked. Raises NotFound on the field `subwiki`."""
    wanted = select(Subwiki).where(Subwiki.slug == slug)
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    subwiki = (await session.exec(wanted)).first()
    if subwiki is None:
        raise NotFound(field="subwiki")
    return subwiki
