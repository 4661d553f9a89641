"""Choices with their effect: what joining a subwiki would add to a feed, counted on today's real posts."""

from collections import Counter
from typing import Final

from sqlmodel import col, select

from wtsocial import db
from wtsocial.models import Post
from wtsocial.queries import subwikis
from wtsocial.views import ChoicesView, ChoiceView, Viewer

NEWEST: Final = 40
"""So many of the newest public posts show the effect."""


async def of_subwikis(viewer: Viewer) -> ChoicesView:
    """The directory, each subwiki with how many of the newest public posts it has; nothing is chosen in advance."""
    directory = await subwikis.directory(viewer)
    async with db.reading() as session:
        public = select(Post.subwiki_id).where(col(Post.hidden_at).is_(None))
        newest = (await session.exec(public.order_by(col(Post.published_at).desc(), col(Post.id).desc()).limit(NEWEST))).all()
    adds = Counter(newest)
    choices = [ChoiceView(one.slug, one.name, one.colour, one.description, one.members, adds[one.id], one.joined) for one in directory]
    return ChoicesView(choices, len(newest))
