"""The only module that writes a member's choices. Every change stores a version."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.choices import document as choices
from wtsocial.choices.follows import members_named, subwikis_named
from wtsocial.choices.queries import current_choices
from wtsocial.choices.views import Choices
from wtsocial.core import bus
from wtsocial.core.errors import Invalid
from wtsocial.core.messages import ChoicesChanged
from wtsocial.db import Transaction, statements
from wtsocial.db.locks import Lock, lock
from wtsocial.db.statements import table
from wtsocial.gateways import rate_limits
from wtsocial.models import ChoiceVersion, Follow, Member, Membership, NotificationPreference, Subwiki, TagFollow, now
from wtsocial.text import limits
from wtsocial.text.graphemes import cut

Wanted = Callable[[Choices], Choices]
"""From what stands to what is wanted."""


async def ensure_pace(viewer: Viewer) -> None:
    """Limit how often a member changes their choices. Call it before the transaction. Raises TooMany."""
    if viewer.known:
        await rate_limits.count_try("choose", str(viewer.id), per_minute=limits.CHOICES_PER_MINUTE)


async def apply_choices(
    change: Transaction, viewer: Viewer, wanted: Wanted, *, via: str, based_on: int | None = None, leaving_out: bool = False
) -> int:
    """Apply a change to a member's choices and store the result as a version; returns its number.

    `wanted` turns the current choices into the new ones. The change joins and leaves subwikis and follows members and tags, with
    their counters. Nothing is written when nothing changes. New subwikis and members have to exist; with `leaving_out` missing ones
    are left out instead. Raises LoginNeeded, NotAllowed, Invalid("choices.changed_elsewhere") when version `based_on` is not the
    newest, Invalid("choices.unknown", `value`) at the part that names something missing, and what `wanted` raises.
    """
    permissions.ensure(viewer, permissions.may_choose(viewer))
    connection = await change.session.connection()
    await _lock_member(connection, viewer)
    before = await current_choices(connection, viewer.id)
    newest = await _newest(connection, viewer.id)
    if based_on is not None and based_on != newest[0]:
        raise Invalid("choices.changed_elsewhere", latest=newest[0])
    after, ids = await _known(connection, viewer, before, wanted(before), leaving_out=leaving_out)
    if choices.to_json(after) == choices.to_json(before):
        return newest[0]
    await _apply(change, viewer, before, after, ids)
    number = await _keep(connection, viewer, newest, before, after, via)
    change.announce(bus.member_room(viewer.id), message=ChoicesChanged(number))
    return number


async def _lock_member(connection: AsyncConnection, viewer: Viewer) -> None:
    """Let one transaction at a time change a member's choices. The member's row stays unlocked: subwikis are always locked before members.

    SQLite has one writer anyhow.
    """
    await lock(connection, Lock.CHOICES, viewer.id)


async def _newest(connection: AsyncConnection, member_id: int) -> tuple[int, str]:
    """Number and document of the newest stored version; 0 and "" when there is none."""
    version = table(ChoiceVersion)
    kept = select(version.c.number, version.c.document).where(version.c.member_id == member_id)
    row = (await connection.execute(kept.order_by(version.c.number.desc()).limit(1))).first()
    return (row.number, row.document) if row else (0, "")


async def _known(
    connection: AsyncConnection, viewer: Viewer, before: Choices, after: Choices, *, leaving_out: bool
) -> tuple[Choices, dict[str, dict[str, int]]]:
    """The new choices with every name as its owner writes it, and the ids of the subwikis and members that were added or removed."""
    subwikis = {slug: number for number, slug in (await subwikis_named(connection, _moved(before, after, "subwikis"))).items()}
    names = _moved(before, after, "people") | set(after.hide.people) - set(before.hide.people)
    members = await members_named(connection, names)
    theirs = {name: row for name, row in members.items() if row.id != viewer.id}
    for part, there in (("subwikis", subwikis), ("people", theirs), ("hidden_people", theirs)):
        new = set(choices.get(after, part)) - set(choices.get(before, part))
        unknown = sorted(new - set(there))
        if unknown and not leaving_out:
            raise Invalid("choices.unknown", field=part, value=cut(", ".join(unknown), 200))
        kept = [value for value in choices.get(after, part) if value not in unknown]
        after = choices.put(after, part, kept if part == "subwikis" else [theirs[name].name if name in theirs else name for name in kept])
    return after, {"subwikis": subwikis, "people": {row.name: row.id for row in members.values()}}


def _moved(before: Choices, after: Choices, part: str) -> set[str]:
    return set(choices.get(before, part)) ^ set(choices.get(after, part))


async def _apply(change: Transaction, viewer: Viewer, before: Choices, after: Choices, ids: dict[str, dict[str, int]]) -> None:
    """Update memberships, follows, notification preferences and `Member.choices` to the new choices."""
    connection = await change.session.connection()
    joined, left = _steps(before.subwikis, after.subwikis)
    numbers = ids["subwikis"]
    await _join(change, viewer, {numbers[slug] for slug in joined}, {numbers[slug] for slug in left if slug in numbers})
    follow, tag, way, member = table(Follow), table(TagFollow), table(NotificationPreference), table(Member)
    followed, let_go = _steps(before.people, after.people)
    rows: list[dict[str, Any]] = [{"follower_id": viewer.id, "followed_id": ids["people"][name], "at": now()} for name in followed]
    await statements.insert_missing(change.session, Follow, rows)
    gone = [ids["people"][name] for name in let_go if name in ids["people"]]
    await connection.execute(delete(follow).where(follow.c.follower_id == viewer.id, follow.c.followed_id.in_(gone)))
    wanted, unwanted = _steps(before.tags, after.tags)
    await statements.insert_missing(change.session, TagFollow, [{"member_id": viewer.id, "tag": name, "at": now()} for name in wanted])
    await connection.execute(delete(tag).where(tag.c.member_id == viewer.id, tag.c.tag.in_(unwanted)))
    if before.notices != after.notices:
        await connection.execute(delete(way).where(way.c.member_id == viewer.id))
        ways = [{"member_id": viewer.id, "kind": kind, "site": one.site, "mail": one.mail} for kind, one in after.notices.items()]
        await statements.insert_missing(change.session, NotificationPreference, ways)
    if choices.to_member_json(before) != choices.to_member_json(after):
        await connection.execute(update(member).where(member.c.id == viewer.id).values(choices=choices.to_member_json(after)))


def _steps(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """The added and the removed values, each sorted."""
    return sorted(set(after) - set(before)), sorted(set(before) - set(after))


async def _join(change: Transaction, viewer: Viewer, joined: set[int], left: set[int]) -> None:
    """Join and leave subwikis and update their member counts. A moderator who leaves loses the role."""
    connection, membership, subwiki = await change.session.connection(), table(Membership), table(Subwiki)
    if not joined | left:
        return
    # Always in one order, so that two members who choose at once cannot wait for each other.
    moved = select(subwiki.c.id).where(subwiki.c.id.in_(joined | left)).order_by(subwiki.c.id)
    await connection.execute(moved.with_for_update(key_share=True))
    await _ensure_moderated(connection, viewer, left)
    rows: list[dict[str, Any]] = [
        {"member_id": viewer.id, "subwiki_id": number, "role": "member", "joined_at": now()} for number in sorted(joined)
    ]
    new = [row.subwiki_id for row in await statements.insert_missing(change.session, Membership, rows)]
    gone = delete(membership).where(membership.c.member_id == viewer.id, membership.c.subwiki_id.in_(left))
    old = (await connection.execute(gone.returning(membership.c.subwiki_id))).scalars().all()
    for numbers, step in ((new, 1), (old, -1)):
        counted = update(subwiki).where(subwiki.c.id.in_(numbers)).values(members_count=subwiki.c.members_count + step)
        await connection.execute(counted)
        if numbers:
            change.outdate_pages(*(f"subwiki:{number}" for number in numbers))


async def _ensure_moderated(connection: AsyncConnection, viewer: Viewer, left: set[int]) -> None:
    """Go on while every subwiki that the viewer moderates and leaves has another active moderator. The subwikis are locked.

    Raises Invalid("subwiki.last_moderator", `name`).
    """
    mine, theirs, subwiki, member = table(Membership), table(Membership).alias("theirs"), table(Subwiki), table(Member)
    leading = (mine.c.member_id == viewer.id, mine.c.subwiki_id.in_(left), mine.c.role == "moderator")
    others = select(theirs.c.member_id).join(member, member.c.id == theirs.c.member_id).correlate(mine)
    others = others.where(theirs.c.subwiki_id == mine.c.subwiki_id, theirs.c.role == "moderator", theirs.c.member_id != viewer.id)
    alone = select(subwiki.c.name).join(mine, mine.c.subwiki_id == subwiki.c.id)
    alone = alone.where(*leading, ~others.where(member.c.state == "active").exists()).order_by(subwiki.c.name).limit(1)
    name = (await connection.execute(alone)).scalar()
    if name is not None:
        raise Invalid("subwiki.last_moderator", name=name)


async def _keep(connection: AsyncConnection, viewer: Viewer, newest: tuple[int, str], before: Choices, after: Choices, via: str) -> int:
    """Store the version. Before the first one, or when the tables were changed otherwise, the state before is stored, too."""
    version, at, (number, document) = table(ChoiceVersion), now(), newest
    rows: list[dict[str, Any]] = []
    if document != choices.to_json(before):
        number += 1 if document else 0
        rows.append({"number": number, "via": "other" if document else "start", "document": choices.to_json(before)})
    number += 1
    rows.append({"number": number, "via": via, "document": choices.to_json(after)})
    await connection.execute(insert(version), [{"member_id": viewer.id, "at": at, **row} for row in rows])
    old = delete(version).where(version.c.member_id == viewer.id, version.c.number <= number - limits.CHOICE_VERSIONS)
    await connection.execute(old)
    return number
