"""Reads of members: public profiles, the viewer's own account, and which names are taken."""

from typing import Any, cast

from sqlalchemy import ColumnElement, ScalarSelect, false, literal, literal_column, true
from sqlalchemy import select as select_core
from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import AccountView, MemberView, Viewer
from wtsocial.core.errors import LoginNeeded, NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import id_of, table
from wtsocial.models import Comment, Donation, Follow, Invitation, InvitationUse, Member, Payment, Post, Revision
from wtsocial.text import limits
from wtsocial.text.cleaning import is_hostile
from wtsocial.text.names import LONGEST_USERNAME, skeletons
from wtsocial.text.rendered import render_text
from wtsocial.text.words import fold


def looks_like(name: str) -> ColumnElement[bool]:
    """The condition for the member of this name or of one that looks like it; nobody's for what no database takes as a text.

    Of two, from before names that look alike were refused, the one whose name it is comes first `by_name`.
    """
    if len(name) > LONGEST_USERNAME or is_hostile(name):
        return false()
    return or_(Member.name == name, col(Member.skeleton).in_(skeletons(name)))


def by_name() -> ColumnElement[int]:
    """The order in which a member is found whose name looks like an older one: their skeleton is the longer one."""
    return func.length(Member.skeleton).desc()


async def profile(viewer: Viewer, name: str) -> MemberView:
    """A member's public profile, in one statement; upper and lower case in `name` are the same.

    Raises NotFound for a name that nobody has, for a deleted member, and for one who has not confirmed an address yet,
    unless it is the viewer or an admin is looking. The e-mail address is in no view.
    """
    async with db.reading() as session:
        found = (looks_like(name), col(Member.state) != "deleted")
        wanted = select_core(Member, _donor(), _followed(viewer), _inviter(viewer), *_counts(*found)).where(*found)
        # A row of more columns than its types count to.
        row = (await cast("Any", session.exec)(wanted.order_by(by_name()).limit(1))).first()
    # Found by skeleton, since that is indexed; but a mere look-alike of a name leads nowhere.
    if row is None or fold(row[0].name) != fold(name) or not _may_see(viewer, row[0]):
        raise NotFound
    member, donor, followed, inviter, posts, corrections, comments, own_errors = row
    return MemberView(
        id=id_of(member),
        name=member.name,
        state=member.state,
        standing=permissions.standing(member),
        about_html=await render_text(member.about),
        joined=to_millis(member.created_at),
        posts=posts,
        corrections=corrections,
        comments=comments,
        may_suspend=permissions.may_suspend(viewer, member),
        may_trust=permissions.may_trust(viewer, member),
        own_errors=own_errors,
        donor=donor,
        followed=followed,
        may_follow=permissions.may_follow(viewer, id_of(member)),
        inviter=inviter or "",
    )


async def is_taken(name: str) -> bool:
    """Whether somebody has this username, or one that looks like it."""
    async with db.reading() as session:
        return (await session.exec(select(Member.id).where(looks_like(name)))).first() is not None


async def suspension(viewer: Viewer) -> str:
    """Why the viewer is suspended; "" when they are not."""
    async with db.reading() as session:
        reason = select(Member.suspended_reason).where(Member.id == viewer.id, Member.state == "suspended")
        return (await session.exec(reason)).first() or ""


def _may_see(viewer: Viewer, member: Member) -> bool:
    return member.email_confirmed_at is not None or member.id == viewer.id or permissions.may_administer(viewer)


def _counts(*found: ColumnElement[bool]) -> list[ScalarSelect[int]]:
    """How many posts, corrections, comments and own errors the first member found has, each counted to COUNTED and one.

    Each from an index alone. It looks for the member once more: a list that ends somewhere cannot look at the row beside it.
    """
    post, revision, comment = table(Post).c, table(Revision).c, table(Comment).c
    who = select_core(col(Member.id)).where(*found).order_by(by_name()).limit(1).correlate(None).scalar_subquery()
    # Said in full and not as a parameter, or SQLite could not tell that the index is meant.
    corrected: ColumnElement[bool] = revision.change == literal_column("'headline'")
    return [
        _count(post.author_id == who, post.hidden_at.is_(None)),
        _count(revision.editor_id == who, corrected, revision.hidden_at.is_(None)),
        _count(comment.author_id == who, comment.hidden_at.is_(None)),
        _count(revision.editor_id == who, revision.own_error),
    ]


def _count(*which: ColumnElement[bool]) -> ScalarSelect[int]:
    some = select_core(true().label("one")).where(*which).limit(limits.COUNTED + 1).subquery()
    return select_core(func.count()).select_from(some).scalar_subquery()


def _followed(viewer: Viewer) -> ColumnElement[bool]:
    mine = select(Follow.followed_id).where(Follow.followed_id == Member.id, Follow.follower_id == viewer.id)
    return mine.correlate(Member).exists()


def _inviter(viewer: Viewer) -> ColumnElement[str]:
    """By whose invitation they came; for admins alone."""
    if not permissions.may_administer(viewer):
        return literal("")
    maker = aliased(Member)
    theirs = select(maker.name).join(Invitation, col(Invitation.member_id) == maker.id).join(InvitationUse)
    counted = theirs.where(InvitationUse.member_id == Member.id, col(InvitationUse.counted_at).is_not(None))
    return counted.correlate(Member).scalar_subquery()


def _donor() -> ColumnElement[bool]:
    """Whether they gave something that was kept, and want the mark for it."""
    kept = (Payment.refunded < Payment.amount, Payment.dispute != "lost")
    given = select(Payment.id).join(Donation, col(Donation.id) == Payment.donation_id)
    return given.where(Donation.member_id == Member.id, col(Donation.mark), *kept).correlate(Member).exists()


async def own(viewer: Viewer) -> AccountView:
    """The viewer's own address and settings. Raises LoginNeeded."""
    async with db.reading() as session:
        member = (await session.exec(select(Member).where(Member.id == viewer.id))).first() if viewer.known else None
    if member is None:
        raise LoginNeeded
    return AccountView(
        email=member.email,
        confirmed=member.email_confirmed_at is not None,
        about=member.about,
        language=member.language,
        standing=permissions.standing(member),
        contributions=member.contributions,
    )
