"""Edit wars: noticed while a save is written down; the post is held then, and both versions are put to the vote."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, Literal

from sqlalchemy import exists, func, literal, select, union
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts.views import Viewer
from wtsocial.core.settings import settings
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of, table
from wtsocial.models import Dispute, DisputeParty, Membership, ModerationAction, Post, Revision, now
from wtsocial.notifications import notify
from wtsocial.posts import announcements

Field = Literal["headline", "text"]

REVERTS: Final = 3
"""So many reverts that oppose each other, one after the other, are a war."""
WITHIN: Final = timedelta(days=1)
LOOKED_AT: Final = 50
"""So many of the newest saves of a day are looked at: who floods a post with long texts must not hold up everybody who writes."""
REMEMBERED: Final = 200
"""So many revisions back a version is known again, for the same reason; what was brought back from further is new once."""


async def hold_if_edit_war(change: Transaction, viewer: Viewer, post: Post, field: Field) -> bool:
    """Hold a locked post when the save of its `field` just now was the third opposing revert within a day; whether it was.

    A revert is a save whose headline (or text) is that of an earlier revision, by whatever way it came about. Three
    oppose each other when the first and the last bring back one version and the second another, and no two in a row are
    by the same member. What a vote has decided is history: reverts before it count no more.
    """
    await change.session.flush()
    if post.disputed_at is not None or not await _is_revert(change.session, post, field):
        return False
    war = await reverts(change.session, id_of(post), field, until=post.revision)
    if not _opposing(war):
        return False
    at = now()
    ends_at = at + timedelta(hours=settings().brake_hours)
    dispute = Dispute(post_id=id_of(post), field=field, one=war[1].number, other=war[2].number, at=at, ends_at=ends_at)
    post.disputed_at = at
    change.session.add(dispute)
    await change.session.flush()
    await _name_parties(change.session, dispute, war)
    about: dict[str, Any] = {"revision": dispute.other, "detail": field, "until": ends_at}
    change.session.add(log_entry(viewer, post, "brake", **about))
    await notify_parties(change, post, dispute, "brake")
    announcements.announce_post(change, post, disputed=True, votes_one=0, votes_other=0)
    return True


async def reverts(session: AsyncSession, post_id: int, field: str, *, until: int) -> Sequence[Any]:
    """The last three reverts of a post's field up to a revision, the oldest first, within a day and since the last vote on it.

    The rows have `number`, `editor_id` and `value`, the headline or text that they brought back.
    """
    revision, dispute = table(Revision), table(Dispute)
    settled = select(func.coalesce(func.max(dispute.c.revision), 0)).where(dispute.c.post_id == post_id, dispute.c.field == field)
    newest = select(revision.c.at).where(revision.c.post_id == post_id, revision.c.number == until)
    since = (await (await session.connection()).execute(newest)).scalar_one() - WITHIN
    newest_saves = (
        select(revision.c.id)
        .where(revision.c.post_id == post_id, revision.c.change == field, revision.c.via != "vote", revision.c.erased_at.is_(None))
        .where(revision.c.number > settled.scalar_subquery(), revision.c.number <= until, revision.c.at > since)
        .order_by(revision.c.number.desc())
        .limit(LOOKED_AT)
    )
    wanted = (
        select(revision.c.number, revision.c.editor_id, revision.c[field].label("value"))
        .where(revision.c.id.in_(select(newest_saves.subquery().c.id)), _said_before(field))
        .order_by(revision.c.number.desc())
        .limit(REVERTS)
    )
    return (await (await session.connection()).execute(wanted)).all()[::-1]


async def _is_revert(session: AsyncSession, post: Post, field: Field) -> bool:
    """Whether the newest revision is one: most saves are none, and cost no more than this."""
    revision = table(Revision)
    newest = select(revision.c.id).where(revision.c.post_id == post.id, revision.c.number == post.revision, _said_before(field))
    return (await (await session.connection()).execute(newest)).first() is not None


def _said_before(field: str) -> Any:
    """Whether an earlier revision had the same; the one just before it never has, or nothing was changed."""
    revision, earlier = table(Revision), table(Revision).alias("earlier")
    same = (earlier.c.post_id == revision.c.post_id, earlier.c[field] == revision.c[field], earlier.c.erased_at.is_(None))
    near = earlier.c.number.between(revision.c.number - REMEMBERED, revision.c.number - 1)
    return exists(select(literal(1)).where(*same, near)).correlate(revision)


def _opposing(war: Sequence[Any]) -> bool:
    if len(war) < REVERTS:
        return False
    first, second, third = war
    there_and_back = first.value == third.value != second.value
    return there_and_back and first.editor_id != second.editor_id != third.editor_id


async def _name_parties(session: AsyncSession, dispute: Dispute, war: Sequence[Any]) -> None:
    """Who reverted, and who first wrote either version."""
    authors = [await writer_of(session, dispute, number) for number in (dispute.one, dispute.other)]
    members = {revert.editor_id for revert in war} | {author.editor_id for author in authors}
    session.add_all([DisputeParty(dispute_id=dispute.id or 0, member_id=member_id) for member_id in sorted(members)])
    await session.flush()


async def writer_of(session: AsyncSession, dispute: Dispute, number: int) -> Any:
    """The revision that first had the version of revision `number`: `number`, `editor_id`, `reason` and `source`."""
    revision, version = table(Revision), table(Revision).alias("version")
    wanted = select(revision.c.number, revision.c.editor_id, revision.c.reason, revision.c.source).join(
        version, version.c[dispute.field] == revision.c[dispute.field]
    )
    there = (revision.c.post_id == dispute.post_id, version.c.post_id == dispute.post_id, version.c.number == number)
    return (await (await session.connection()).execute(wanted.where(*there).order_by(revision.c.number).limit(1))).one()


def log_entry(actor: Viewer, post: Post, action: Literal["brake", "settle"], **about: Any) -> ModerationAction:
    """The line of the log about a war on a post."""
    return ModerationAction(
        actor_id=actor.id, action=action, subject_kind="post", subject_id=id_of(post), subwiki_id=post.subwiki_id, post_id=post.id,
        reason="", **about,
    )  # fmt: skip


async def notify_parties(change: Transaction, post: Post, dispute: Dispute, kind: Literal["brake", "settled"], **said: Any) -> None:
    """Tell the parties, and those who moderate there, what became of a war."""
    party, membership = table(DisputeParty), table(Membership)
    parties = select(party.c.member_id.label("member_id")).where(party.c.dispute_id == dispute.id)
    moderators = select(membership.c.member_id).where(membership.c.subwiki_id == post.subwiki_id, membership.c.role == "moderator")
    everybody = union(parties, moderators).subquery("concerned")
    told = select(everybody.c.member_id)
    await notify.put_notices(change, told, kind, f"/post/{post.id}", post_id=id_of(post), **said)
