"""Edit wars: detected when a revision is saved. The post is held, and both versions are put to a vote."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from sqlalchemy import ColumnElement, exists, func, literal, select, union
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts.views import Viewer
from wtsocial.core.messages import PostPatch
from wtsocial.core.settings import settings
from wtsocial.db import Transaction
from wtsocial.db.statements import id_of, table
from wtsocial.models import Dispute, DisputeParty, Membership, ModerationAction, Post, Revision, now
from wtsocial.notifications import notify
from wtsocial.posts import announcements
from wtsocial.revisions.record import PostField

REVERTS: Final = 3
"""So many reverts that oppose each other, one after the other, are a war."""
WITHIN: Final = timedelta(days=1)
LOOKED_AT: Final = 50
"""So many of the newest saves of a day are looked at: who floods a post with long texts must not hold up everybody who writes."""
REMEMBERED: Final = 200
"""So many revisions back a version is known again, for the same reason; what was brought back from further is new once."""


async def hold_if_edit_war(change: Transaction, viewer: Viewer, post: Post, field: PostField) -> bool:
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
    change.session.add(log_entry(viewer, post, "brake", revision=dispute.other, detail=field, until=ends_at))
    await notify_parties(change, post, dispute)
    announcements.announce_post(change, post, PostPatch(id_of(post), post.stamp, disputed=True, votes_one=0, votes_other=0))
    return True


class Revert(NamedTuple):
    """A revision that brought a headline or text back, which is its `value`."""

    number: int
    editor_id: int
    value: str


class FirstVersion(NamedTuple):
    """The revision that first had a headline or text."""

    number: int
    editor_id: int
    reason: str
    source: str


async def reverts(session: AsyncSession, post_id: int, field: str, *, until: int) -> Sequence[Revert]:
    """The last three reverts of a post's field up to a revision, the oldest first, within a day and since the last vote on it."""
    revision, dispute = table(Revision), table(Dispute)
    last_vote = select(func.coalesce(func.max(dispute.c.revision), 0)).where(dispute.c.post_id == post_id, dispute.c.field == field)
    newest = select(revision.c.at).where(revision.c.post_id == post_id, revision.c.number == until)
    since = (await (await session.connection()).execute(newest)).scalar_one() - WITHIN
    newest_saves = (
        select(revision.c.id)
        .where(revision.c.post_id == post_id, revision.c.change == field, revision.c.via != "vote", revision.c.erased_at.is_(None))
        .where(revision.c.number > last_vote.scalar_subquery(), revision.c.number <= until, revision.c.at > since)
        .order_by(revision.c.number.desc())
        .limit(LOOKED_AT)
    )
    wanted = (
        select(revision.c.number, revision.c.editor_id, revision.c[field].label("value"))
        .where(revision.c.id.in_(select(newest_saves.subquery().c.id)), _said_before(field))
        .order_by(revision.c.number.desc())
        .limit(REVERTS)
    )
    newest_first = (await (await session.connection()).execute(wanted)).all()
    return [Revert(*row) for row in newest_first[::-1]]


async def _is_revert(session: AsyncSession, post: Post, field: PostField) -> bool:
    """Whether the newest revision is a revert; for most saves this is the only cost."""
    revision = table(Revision)
    newest = select(revision.c.id).where(revision.c.post_id == post.id, revision.c.number == post.revision, _said_before(field))
    return (await (await session.connection()).execute(newest)).first() is not None


def _said_before(field: str) -> ColumnElement[bool]:
    """The condition that an earlier revision had the same value. The one just before never has: an edit changes something."""
    revision, earlier = table(Revision), table(Revision).alias("earlier")
    same = (earlier.c.post_id == revision.c.post_id, earlier.c[field] == revision.c[field], earlier.c.erased_at.is_(None))
    near = earlier.c.number.between(revision.c.number - REMEMBERED, revision.c.number - 1)
    return exists(select(literal(1)).where(*same, near)).correlate(revision)


def _opposing(war: Sequence[Revert]) -> bool:
    if len(war) < REVERTS:
        return False
    first, second, third = war
    there_and_back = first.value == third.value != second.value
    return there_and_back and first.editor_id != second.editor_id != third.editor_id


async def _name_parties(session: AsyncSession, dispute: Dispute, war: Sequence[Revert]) -> None:
    """Store the parties: who reverted, and who first wrote either version."""
    authors = [await writer_of(session, dispute, number) for number in (dispute.one, dispute.other)]
    members = {revert.editor_id for revert in war} | {author.editor_id for author in authors}
    session.add_all([DisputeParty(dispute_id=id_of(dispute), member_id=member_id) for member_id in sorted(members)])
    await session.flush()


async def writer_of(session: AsyncSession, dispute: Dispute, number: int) -> FirstVersion:
    """The revision that first had what revision `number` has."""
    revision, version = table(Revision), table(Revision).alias("version")
    wanted = select(revision.c.number, revision.c.editor_id, revision.c.reason, revision.c.source).join(
        version, version.c[dispute.field] == revision.c[dispute.field]
    )
    there = (revision.c.post_id == dispute.post_id, version.c.post_id == dispute.post_id, version.c.number == number)
    return FirstVersion(*(await (await session.connection()).execute(wanted.where(*there).order_by(revision.c.number).limit(1))).one())


def log_entry(
    actor: Viewer, post: Post, action: Literal["brake", "settle"], *, revision: int, detail: str, until: datetime | None = None
) -> ModerationAction:
    """The entry of the moderation log about an edit war on a post."""
    return ModerationAction(
        actor_id=actor.id,
        action=action,
        subject_kind="post",
        subject_id=id_of(post),
        subwiki_id=post.subwiki_id,
        post_id=post.id,
        revision=revision,
        detail=detail,
        until=until,
        reason="",
    )


async def notify_parties(change: Transaction, post: Post, dispute: Dispute, *, votes: tuple[int, int] | None = None) -> None:
    """Notify the parties and the subwiki's moderators that a vote began, or how it ended: `votes` won and lost."""
    party, membership = table(DisputeParty), table(Membership)
    parties = select(party.c.member_id.label("member_id")).where(party.c.dispute_id == dispute.id)
    moderators = select(membership.c.member_id).where(membership.c.subwiki_id == post.subwiki_id, membership.c.role == "moderator")
    everybody = union(parties, moderators).subquery("concerned")
    recipients, path = select(everybody.c.member_id), f"/post/{post.id}"
    if votes is None:
        await notify.put_notices(change, recipients, "brake", path, post_id=id_of(post))
    else:
        await notify.put_notices(change, recipients, "settled", path, post_id=id_of(post), won=votes[0], lost=votes[1])
