"""Drafts: what a member was typing in one place."""

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.models import Draft


async def draft(viewer: Viewer, place: str) -> dict[str, str]:
    """The fields as they were typed; empty when nothing is kept there."""
    async with db.reading() as session:
        kept = await session.get(Draft, (viewer.id, place))
    return kept.fields if kept else {}
