"""What the tests of choices begin with: somebody who chooses, somebody to follow, somewhere to join; and what stands then."""

from sqlmodel import func, select

from tests.factories import make_member, make_subwiki
from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.choices import queries as reading
from wtsocial.choices.views import Channels, Choices, Hides
from wtsocial.models import Membership, Subwiki

EVERYTHING = Choices(
    ["arts", "climate"],
    ["ben"],
    ["ice"],
    Hides(["storm"], ["news.example"], ["dan"], ["cats"]),
    ["en"],
    "hide",
    {"reply": Channels(False, True)},
)


async def people() -> tuple[Viewer, Viewer]:
    for slug in ("climate", "arts"):
        await make_subwiki(slug)
    eva, ben = await make_member("eva"), await make_member("ben")
    await make_member("dan")
    return eva, ben


async def mine(who: Viewer) -> Choices:
    return (await reading.mine(who)).choices


async def counts() -> dict[str, tuple[int, int]]:
    """What each subwiki counts, and what there is to count."""
    counted = select(func.count()).where(Membership.subwiki_id == Subwiki.id).correlate(Subwiki).scalar_subquery()
    async with db.reading() as session:
        return {
            slug: (said, there) for slug, said, there in (await session.exec(select(Subwiki.slug, Subwiki.members_count, counted))).all()
        }
