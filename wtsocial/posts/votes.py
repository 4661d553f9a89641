"""Votes and saved posts. Each action can be repeated with the same result."""

from typing import Final

from sqlalchemy import bindparam, delete
from sqlmodel import col

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.messages import PostPatch
from wtsocial.db import Transaction, statements
from wtsocial.db.statements import table
from wtsocial.models import SavedPost, Vote, now
from wtsocial.posts import access, announcements, policy
from wtsocial.revisions import contributions
from wtsocial.text import limits
from wtsocial.text.limits import Id

_VOTE = table(Vote)
_TAKE_BACK: Final = (
    delete(_VOTE).where(_VOTE.c.member_id == bindparam("member_id"), _VOTE.c.post_id == bindparam("post_id")).returning(_VOTE.c.revision)
)


async def upvote(viewer: Viewer, *, post_id: Id) -> tuple[bool, int]:
    """Vote for a post: (True, its votes). A second time changes nothing.

    Raises NotFound, LoginNeeded, or NotAllowed, for one's own post too.
    """
    async with db.transaction() as change:
        post = await access.part_of_post(change, viewer, post_id)
        permissions.ensure(viewer, policy.may_vote(viewer, post))
        if await statements.insert_once(change.session, Vote, member_id=viewer.id, post_id=post_id, revision=post.revision, at=now()):
            await contributions.take_part(change, viewer.id, post)
            return True, await _counted(change, post_id, 1)
        return True, post.votes_count


async def take_back_vote(viewer: Viewer, *, post_id: Id) -> tuple[bool, int]:
    """Take one's vote back: (False, the post's votes). Without a vote nothing changes. Raises like `upvote`."""
    async with db.transaction() as change:
        post = await access.part_of_post(change, viewer, post_id)
        permissions.ensure(viewer, permissions.may_take_part(viewer))
        voted_on = await _delete_vote(change, viewer, post_id)
        return False, await _counted(change, post_id, -1, voted_on=voted_on) if voted_on else post.votes_count


async def save_post(viewer: Viewer, *, post_id: Id) -> bool:
    """Keep a post to come back to; True. Nobody else sees it. Raises NotFound, LoginNeeded, NotAllowed or TooMany."""
    async with db.transaction() as change:
        await access.part_of_post(change, viewer, post_id)
        permissions.ensure(viewer, permissions.may_take_part(viewer))
        await statements.ensure_fewer(change.session, limits.SAVED_PER_MEMBER, SavedPost, col(SavedPost.member_id) == viewer.id)
        await statements.insert_once(change.session, SavedPost, member_id=viewer.id, post_id=post_id, at=now())
    return True


async def unsave_post(viewer: Viewer, *, post_id: Id) -> bool:
    """Keep it no longer; False. Raises LoginNeeded or NotAllowed."""
    async with db.transaction() as change:
        permissions.ensure(viewer, permissions.may_take_part(viewer))
        rows = table(SavedPost)
        saved = delete(rows).where(rows.c.member_id == viewer.id, rows.c.post_id == post_id)
        await (await change.session.connection()).execute(saved)
    return False


async def _delete_vote(change: Transaction, viewer: Viewer, post_id: int) -> int:
    """The revision that the deleted vote was for; 0 when there was none."""
    deleted = await change.run(_TAKE_BACK, {"member_id": viewer.id, "post_id": post_id})
    return deleted[0].revision if deleted else 0


async def _counted(change: Transaction, post_id: int, step: int, *, voted_on: int = 0) -> int:
    row = await announcements.patch_post(change, post_id, votes=step, voted_on=voted_on)
    early = row.early_votes if voted_on and row.corrected_revision else None
    announcements.announce_post(change, row, PostPatch(row.id, row.stamp, votes=row.votes_count, early_votes=early))
    return row.votes_count
