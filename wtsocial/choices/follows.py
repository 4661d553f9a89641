"""Follows: the subwikis a member joined, and the members and tags they follow. The home feed is made of these."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Integer, bindparam, literal, null, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial import db
from wtsocial.accounts.views import Viewer
from wtsocial.choices.views import Choices
from wtsocial.db.statements import table
from wtsocial.models import Follow, Member, Membership, Subwiki, TagFollow
from wtsocial.text.names import skeletons
from wtsocial.text.words import fold


@dataclass(frozen=True)
class Followed:
    """Subwikis by id with their slugs, members by id with their names, and tags."""

    subwikis: dict[int, str] = field(default_factory=dict[int, str])
    people: dict[int, str] = field(default_factory=dict[int, str])
    tags: list[str] = field(default_factory=list[str])


async def of_viewer(viewer: Viewer) -> Followed:
    """What the viewer joined and follows."""
    return _taken(await db.fetch(_followed(), {"member": viewer.id}))


async def of_member(connection: AsyncConnection, member_id: int) -> Followed:
    """What the member with this id joined and follows, in one statement."""
    return _taken((await connection.execute(_followed(), {"member": member_id})).all())


def _taken(rows: Sequence[Any]) -> Followed:
    found = Followed()
    for part, number, name in rows:
        if part == "tags":
            found.tags.append(name)
        else:
            getattr(found, part)[number] = name
    found.tags.sort()
    return found


@lru_cache(maxsize=1)
def _followed() -> CompoundSelect[*tuple[Any, ...]]:
    """Rows of `part`, `id` and `name` for the parameter `member`. Made once: every opened home feed asks."""
    membership, subwiki, follow, member, tag = (table(model) for model in (Membership, Subwiki, Follow, Member, TagFollow))
    whose = bindparam("member", type_=Integer())
    joined = select(literal("subwikis").label("part"), subwiki.c.id.label("id"), subwiki.c.slug.label("name"))
    joined = joined.join(membership, membership.c.subwiki_id == subwiki.c.id).where(membership.c.member_id == whose)
    people = select(literal("people"), member.c.id, member.c.name).join(follow, follow.c.followed_id == member.c.id)
    people = people.where(follow.c.follower_id == whose, member.c.state != "deleted")
    tags = select(literal("tags"), null(), tag.c.tag).where(tag.c.member_id == whose)
    return union_all(joined, people, tags)


async def named(connection: AsyncConnection, chosen: Choices) -> Followed:
    """The subwikis, members and tags that choices name, as far as they exist."""
    people = await members_named(connection, chosen.people)
    return Followed(await subwikis_named(connection, chosen.subwikis), {row.id: row.name for row in people.values()}, sorted(chosen.tags))


async def subwikis_named(connection: AsyncConnection, slugs: Collection[str]) -> dict[int, str]:
    """The subwikis of these slugs that exist: id and slug."""
    subwiki = table(Subwiki)
    if not slugs:
        return {}
    rows = await connection.execute(select(subwiki.c.id, subwiki.c.slug).where(subwiki.c.slug.in_(slugs)))
    return {row.id: row.slug for row in rows}


async def members_named(connection: AsyncConnection, names: Collection[str]) -> dict[str, Any]:
    """The members of these names, in whatever case they are written: (id, name) by the name that was given.

    Members who have not confirmed an address or were deleted are left out. A look-alike of a name finds nobody.
    """
    member = table(Member)
    if not names:
        return {}
    there = (member.c.state != "deleted", member.c.email_confirmed_at.is_not(None))
    wanted = select(member.c.id, member.c.name).where(member.c.skeleton.in_({form for name in names for form in skeletons(name)}), *there)
    known = {fold(row.name): row for row in await connection.execute(wanted)}
    return {name: known[fold(name)] for name in names if fold(name) in known}
