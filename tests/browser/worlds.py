"""The small world that journeys begin in."""

from dataclasses import dataclass

from sqlmodel import select

from tests.factories import join, make_member, make_post, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.models import Subwiki
from wtsocial.subwikis.actions import edit_page

OLD = "Sea ice at its lowest since records began"
TEXT = "The first line stays.\n\nThe second line is to be edited.\n\nThe third line stays."


@dataclass(frozen=True)
class Town:
    """Ana, Ben, Cem and Dora are in Climate, Mo moderates it, root is the admin. Ana posted; everybody may edit it."""

    ana: Viewer
    ben: Viewer
    cem: Viewer
    dora: Viewer
    mo: Viewer
    root: Viewer
    climate: int
    post: int


async def make_town() -> Town:
    """Build it."""
    root = await make_member("root", admin=True)
    climate = await make_subwiki("climate", by=root, description="What the weather becomes.")
    await make_subwiki("cooking", by=root)
    ana, ben, cem, dora = [await join(await make_member(name), climate) for name in ("ana", "ben", "cem", "dora")]
    mo = await join(await make_member("mo"), climate, role="moderator")
    post = await make_post(ana, climate, headline=OLD, text=TEXT)
    return Town(ana, ben, cem, dora, mo, root, climate, post)


async def make_moderator(name: str, subwiki_id: int) -> Viewer:
    """One more who moderates there."""
    return await join(await make_member(name), subwiki_id, role="moderator")


async def make_rules(editor: Viewer, subwiki_id: int, rules: str) -> None:
    """Have a subwiki ask this of whoever posts there."""
    async with db.reading() as session:
        page = (await session.exec(select(Subwiki).where(Subwiki.id == subwiki_id))).one()
    await edit_page(editor, slug=page.slug, description=page.description, rules=rules, based_on=page.revision)
