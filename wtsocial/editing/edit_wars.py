"""Edit wars: detected when a revision is saved. The post is held, what stood before stands, and versions are put to a vote."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, literal, select, union
from sqlmodel.ext.asyncio.session import AsyncSession

from wtsocial.accounts.views import Viewer
from wtsocial.core.messages import PostPatch
from wtsocial.db import Transaction, change_of
from wtsocial.db.statements import id_of, table
from wtsocial.editing import war_history
from wtsocial.models import Dispute, DisputeOption, DisputeParty, Member, Membership, ModerationAction, Post, Revision, now
from wtsocial.notifications import notify
from wtsocial.posts import announcements
from wtsocial.revisions import contributions
from wtsocial.revisions.contributions import BY_RULE
from wtsocial.revisions.record import PostField
from wtsocial.site.current import site_settings

REVERTS: Final = 3
"""So many reverts that oppose each other, one after the other, are a war."""
WITHIN: Final = timedelta(days=1)
MOST_REVERTS: Final = 4 * REVERTS
"""So many of the newest reverts are read: several in a row may be one."""
LOOKED_AT: Final = 50
"""So many of the newest saves of a day are looked at: who floods a post with long texts must not hold up everybody who writes."""
REMEMBERED: Final = 200
"""So many revisions back a version is known again, for the same reason; what was brought back from further is new once."""


async def hold_if_edit_war(change: Transaction, viewer: Viewer, post: Post, field: PostField) -> Dispute | None:
    """Hold a locked post when the save of its `field` just now was the third opposing revert within a day; the dispute then.

    A revert is a save whose headline (or text) is that of an earlier revision, by whatever way it came about; a headline is the same
    in other capitals, punctuation and spaces, too. Three oppose each other when each brings back another version than the one before
    it, and is by another member; reverts of one member in a row, or of one version, are one. What a vote has decided is history:
    reverts before it count no more. Whoever calls this puts the version there that stands while it is voted.
    """
    if post.disputed_at is not None:
        return None
    if field == "headline":
        war = _opposing(await _headline_reverts(change.session, id_of(post), until=post.revision))
    elif await _is_revert(change.session, post, field):
        war = _opposing(await reverts(change.session, id_of(post), field, until=post.revision))
    else:
        return None
    if not war or war[-1].number != post.revision:
        return None
    history = await war_history.saves(change.session, id_of(post), field, until=post.revision)
    voted = war_history.choice(history, [revert.number for revert in war])
    dispute = await _open(change, post, field, voted)
    entry = log_entry(viewer, post, "brake", revision=dispute.detected, detail=field, until=dispute.ends_at)
    change.session.add(entry)
    await count_for_nobody(change.session, dispute)
    await notify_parties(change, post, dispute)
    patch = PostPatch(id_of(post), post.stamp, disputed=True, dispute_votes=[0] * len(voted.options))
    announcements.announce_post(change, post, patch)
    return dispute


async def _open(change: Transaction, post: Post, field: PostField, voted: war_history.Choice) -> Dispute:
    """Store the dispute with its options and parties."""
    session, at = change.session, now()
    ends_at = at + timedelta(hours=site_settings().brake_hours)
    dispute = Dispute(
        post_id=id_of(post), field=field, begun=voted.begun, detected=post.revision, stands=voted.stands, at=at, ends_at=ends_at
    )
    post.disputed_at = at
    session.add(dispute)
    await session.flush()
    dispute_id = id_of(dispute)
    session.add_all([DisputeOption(dispute_id=dispute_id, number=option.number, fought=option.fought) for option in voted.options])
    session.add_all([DisputeParty(dispute_id=dispute_id, member_id=member_id) for member_id in sorted(voted.parties)])
    await session.flush()
    return dispute


async def count_for_nobody(session: AsyncSession, dispute: Dispute) -> None:
    """What the parties saved in the war counts for nobody's standing, however the vote ends."""
    revision, party = table(Revision), table(DisputeParty)
    fighters = select(party.c.member_id).where(party.c.dispute_id == dispute.id)
    of_war = (revision.c.post_id == dispute.post_id, revision.c.change == dispute.field)
    within = revision.c.number.between(dispute.begun, dispute.detected)
    await contributions.discount(session, *of_war, within, revision.c.editor_id.in_(fighters))


class Revert(NamedTuple):
    """A revision that brought a headline or text back, which is its `value`."""

    number: int
    editor_id: int
    value: str


class FirstVersion(NamedTuple):
    """The revision that first had a headline or text (its `value`), and who wrote it."""

    number: int
    editor_id: int
    reason: str
    source: str
    value: str
    name: str
    state: str

    @property
    def writer(self) -> Viewer:
        """Who first wrote it, as the editor of a revision that brings it back."""
        return Viewer(self.editor_id, self.name, self.state)


async def reverts(session: AsyncSession, post_id: int, field: str, *, until: int) -> Sequence[Revert]:
    """The last reverts of a post's field up to a revision, the oldest first, within a day and since the last vote on it."""
    revision = table(Revision)
    last_vote = _last_vote(post_id, field)
    newest = select(revision.c.at).where(revision.c.post_id == post_id, revision.c.number == until)
    since = (await (await session.connection()).execute(newest)).scalar_one() - WITHIN
    newest_saves = (
        select(revision.c.id)
        .where(revision.c.post_id == post_id, revision.c.change == field, revision.c.via.not_in(BY_RULE), revision.c.erased_at.is_(None))
        .where(revision.c.number > last_vote.scalar_subquery(), revision.c.number <= until, revision.c.at > since)
        .order_by(revision.c.number.desc())
        .limit(LOOKED_AT)
    )
    wanted = (
        select(revision.c.number, revision.c.editor_id, revision.c[field].label("value"))
        .where(revision.c.id.in_(select(newest_saves.subquery().c.id)), _said_before(field))
        .order_by(revision.c.number.desc())
        .limit(MOST_REVERTS)
    )
    newest_first = (await (await session.connection()).execute(wanted)).all()
    return [Revert(*row) for row in newest_first[::-1]]


def _last_vote(post_id: int, field: str) -> Select[tuple[int]]:
    dispute = table(Dispute)
    return select(func.coalesce(func.max(dispute.c.revision), 0)).where(dispute.c.post_id == post_id, dispute.c.field == field)


async def _headline_reverts(session: AsyncSession, post_id: int, *, until: int) -> Sequence[Revert]:
    """The same for headlines, by what they say: worked out here, since no database knows it; they are short."""
    rows = (await change_of(session).run(_headline_saves(), {"of_post": post_id, "until": until}))[::-1]
    last_vote = rows[-1].last_vote
    counting = {row.number for row in rows[-LOOKED_AT:] if row.number > last_vote and row.at > rows[-1].at - WITHIN}
    seen, before = set[str](), ""
    found: list[Revert] = []
    for row, says in zip(rows, await war_history.what_is_said([row.headline for row in rows], "headline"), strict=True):
        if row.erased_at is None and says != before and says in seen and row.number in counting and row.via not in BY_RULE:
            found.append(Revert(row.number, row.editor_id, says))
        if row.erased_at is None:
            seen.add(says)
        before = says
    return found


@lru_cache(maxsize=1)
def _headline_saves() -> Select[*tuple[Any, ...]]:
    """The newest saves of the headline of the parameter `of_post` up to the revision `until`, and the revision of the last vote."""
    revision, dispute = table(Revision), table(Dispute)
    columns = (revision.c[name] for name in ("number", "editor_id", "headline", "change", "via", "at", "erased_at"))
    voted = (dispute.c.post_id == bindparam("of_post"), dispute.c.field == "headline")
    last_vote = select(func.coalesce(func.max(dispute.c.revision), 0)).where(*voted).scalar_subquery()
    saves = (revision.c.post_id == bindparam("of_post"), revision.c.change.in_(["created", "headline"]))
    wanted = select(*columns, last_vote.label("last_vote")).where(*saves, revision.c.number <= bindparam("until"))
    return wanted.order_by(revision.c.number.desc()).limit(REMEMBERED)


async def _is_revert(session: AsyncSession, post: Post, field: PostField) -> bool:
    """Whether the newest revision is a revert; for most saves this is the only cost."""
    newest = {"of_post": post.id, "number": post.revision}
    return bool(await change_of(session).run(_newest_revert(field), newest))


@lru_cache
def _newest_revert(field: str) -> Select[*tuple[Any, ...]]:
    revision = table(Revision)
    newest = (revision.c.post_id == bindparam("of_post"), revision.c.number == bindparam("number"))
    return select(revision.c.id).where(*newest, _said_before(field))


def _said_before(field: str) -> ColumnElement[bool]:
    """The condition that an earlier revision had the same value. The one just before never has: an edit changes something."""
    revision, earlier = table(Revision), table(Revision).alias("earlier")
    same = (earlier.c.post_id == revision.c.post_id, earlier.c[field] == revision.c[field], earlier.c.erased_at.is_(None))
    near = earlier.c.number.between(revision.c.number - REMEMBERED, revision.c.number - 1)
    return exists(select(literal(1)).where(*same, near)).correlate(revision)


def _opposing(war: Sequence[Revert]) -> Sequence[Revert]:
    """The last three sides of a war; none when there are not so many, or two of them after each other do not oppose each other."""
    sides: list[Revert] = []
    for revert in war:
        if sides and revert.editor_id == sides[-1].editor_id:
            sides.pop()
        if sides and revert.value == sides[-1].value:
            sides.pop()
        sides.append(revert)
    last = sides[-REVERTS:]
    alternate = all(later.value != one.value and later.editor_id != one.editor_id for one, later in pairwise(last))
    return last if len(last) == REVERTS and alternate else ()


async def writer_of(session: AsyncSession, dispute: Dispute, number: int) -> FirstVersion:
    """The revision that first had what revision `number` has."""
    revision, version, member = table(Revision), table(Revision).alias("version"), table(Member)
    columns = (revision.c.number, revision.c.editor_id, revision.c.reason, revision.c.source, version.c[dispute.field])
    wanted = (
        select(*columns, member.c.name, member.c.state)
        .join(version, version.c[dispute.field] == revision.c[dispute.field])
        .join(member, member.c.id == revision.c.editor_id)
    )
    there = (revision.c.post_id == dispute.post_id, version.c.post_id == dispute.post_id, version.c.number == number)
    return FirstVersion(*(await (await session.connection()).execute(wanted.where(*there).order_by(revision.c.number).limit(1))).one())


def log_entry(
    actor: Viewer,
    post: Post,
    action: Literal["brake", "settle"],
    *,
    revision: int,
    detail: str,
    until: datetime | None = None,
    reason: str = "",
) -> ModerationAction:
    """The entry of the moderation log about an edit war on a post. A moderator who settles it gives a `reason`; a vote has none."""
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
        reason=reason,
    )


async def notify_parties(change: Transaction, post: Post, dispute: Dispute, kind: str = "brake", **params: Any) -> None:
    """Notify the parties and the subwiki's moderators that a vote began, or how it ended."""
    party, membership = table(DisputeParty), table(Membership)
    parties = select(party.c.member_id.label("member_id")).where(party.c.dispute_id == dispute.id)
    moderators = select(membership.c.member_id).where(membership.c.subwiki_id == post.subwiki_id, membership.c.role == "moderator")
    everybody = union(parties, moderators).subquery("concerned")
    await notify.put_notices(change, select(everybody.c.member_id), kind, f"/post/{post.id}", post_id=id_of(post), **params)
