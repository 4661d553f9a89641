"""One of each kind that is flagged beside posts and comments."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from tests.factories import make_member
from tests.moderation.conftest import World
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.editing.actions.corrections import correct_headline
from wtsocial.models import Revision
from wtsocial.notifications import queries as notifications

KINDS = ("revision", "subwiki", "member")
SOURCE = "https://a.example/"
WHY = "It calls them names."


@dataclass
class Wide:
    """The world, an admin who moderates nothing, and one of each kind that is flagged; cem wrote the revision, of number 2."""

    world: World
    root: Viewer
    revision: int

    def about(self, kind: str) -> dict[str, Any]:
        """What names the one of a kind: the subwiki, ana, or the revision."""
        return {
            "subject_kind": kind,
            "subject_id": {"subwiki": self.world.place, "member": self.world.ana.id, "revision": self.revision}[kind],
        }


async def make_wide(world: World) -> Wide:
    """Build it."""
    await correct_headline(world.cem, post_id=world.post, headline="Vermin", reason="exaggerated", source=SOURCE, based_on=1)
    await correct_headline(world.ben, post_id=world.post, headline="Hateful again", reason="mismatch", source=SOURCE, based_on=2)
    return Wide(world, await make_member("root", admin=True), await revision_id(world.post, 2))


async def revision_id(post: int, number: int) -> int:
    """By what a revision of a post is flagged."""
    async with db.reading() as session:
        return (await session.exec(select(Revision.id).where(Revision.post_id == post, Revision.number == number))).one() or 0


async def told(member: Viewer) -> list[str]:
    """The kinds of their notices, the newest first."""
    return [notice.kind for notice in await notifications.inbox(member)]
