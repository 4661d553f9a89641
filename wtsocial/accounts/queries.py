"""Reads of members: public profiles, the viewer's own account, and which names are taken."""

from functools import lru_cache
from typing import Any, Final, Protocol, cast

from sqlalchemy import ColumnElement, Integer, ScalarSelect, Select, bindparam, false, literal, literal_column, true
from sqlalchemy import select as select_core
from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select

from wtsocial import db
from wtsocial.accounts import permissions
from wtsocial.accounts.views import AccountView, MemberView, Viewer
from wtsocial.core.errors import LoginNeeded, NotFound
from wtsocial.db.cursors import to_millis
from wtsocial.db.statements import table
from wtsocial.models import Comment, Donation, Follow, Invitation, InvitationUse, Member, Payment, Post, Revision
from wtsocial.text import limits
from wtsocial.text.cleaning import is_hostile
from wtsocial.text.names import LONGEST_USERNAME, skeletons
from wtsocial.text.rendered import render_text
from wtsocial.text.words import fold


class ProfileRow(permissions.MemberStanding, Protocol):
    """What a profile is made of."""

    id: int
    name: str
    state: str
    about: str
    posts: int
    corrections: int
    comments: int
    own_errors: int
    donor: bool
    followed: bool
    inviter: str | None


_SHOWN: Final = frozenset(("id", "name", "state", "is_admin", "is_trusted", "email_confirmed_at", "created_at", "contributions", "about"))
"""The columns of a member that a profile, or who may see it, is made of."""


def looks_like(name: str) -> ColumnElement[bool]:
    """The condition for the member of this name or of one that looks like it; nobody's for what no database takes as a text.

    Of two, from before names that look alike were refused, the one whose name it is comes first `by_name`.
    """
    if not _may_be_one(name):
        return false()
    return or_(Member.name == name, col(Member.skeleton).in_(skeletons(name)))


def _may_be_one(name: str) -> bool:
    return len(name) <= LONGEST_USERNAME and not is_hostile(name)


def by_name() -> ColumnElement[int]:
    """The order in which a member is found whose name looks like an older one: their skeleton is the longer one."""
    return func.length(Member.skeleton).desc()


async def profile(viewer: Viewer, name: str) -> MemberView:
    """A member's public profile, in one statement; upper and lower case in `name` are the same.

    Raises NotFound for a name that nobody has, for a deleted member, and for one who has not confirmed an address yet,
    unless it is the viewer or an admin is looking. The e-mail address is in no view.
    """
    if not _may_be_one(name):
        raise NotFound
    asked = {"name": name, "skeletons": list(skeletons(name)), "viewer": viewer.id}
    rows = await db.fetch(_profile(permissions.may_administer(viewer)), asked)
    member = cast("ProfileRow | None", rows[0] if rows else None)
    # Found by skeleton, since that is indexed; but a mere look-alike of a name leads nowhere.
    if member is None or fold(member.name) != fold(name) or not permissions.may_see_member(viewer, member):
        raise NotFound
    return MemberView(
        id=member.id,
        name=member.name,
        state=member.state,
        standing=permissions.standing(member),
        about_html=await render_text(member.about),
        joined=to_millis(member.created_at),
        posts=member.posts,
        corrections=member.corrections,
        comments=member.comments,
        may_suspend=permissions.may_suspend(viewer, member),
        may_trust=permissions.may_trust(viewer, member),
        may_flag=permissions.may_flag(viewer, member.id),
        own_errors=member.own_errors,
        donor=bool(member.donor),
        followed=bool(member.followed),
        may_follow=permissions.may_follow(viewer, member.id),
        inviter=member.inviter or "",
    )


@lru_cache(maxsize=2)
def _profile(for_admin: bool) -> Select[*tuple[Any, ...]]:
    """The member whose name is the parameter `name` or has one of the `skeletons`, as `viewer` sees them. Made once."""
    named = or_(Member.name == bindparam("name"), col(Member.skeleton).in_(bindparam("skeletons", expanding=True)))
    found = (named, col(Member.state) != "deleted")
    member = table(Member)
    shown = [column for column in member.c if column.name in _SHOWN]
    beside = (_donor().label("donor"), _followed().label("followed"), _inviter(for_admin=for_admin).label("inviter"))
    return select_core(*shown, *beside, *_counts(*found)).where(*found).order_by(by_name()).limit(1)


async def is_taken(name: str) -> bool:
    """Whether somebody has this username, or one that looks like it."""
    async with db.reading() as session:
        return (await session.exec(select(Member.id).where(looks_like(name)))).first() is not None


async def suspension(viewer: Viewer) -> str:
    """Why the viewer is suspended; "" when they are not."""
    async with db.reading() as session:
        reason = select(Member.suspended_reason).where(Member.id == viewer.id, Member.state == "suspended")
        return (await session.exec(reason)).first() or ""


def _counts(*found: ColumnElement[bool]) -> list[ColumnElement[int]]:
    """How many posts, corrections, comments and own errors the first member found has, each counted to COUNTED and one.

    Each from an index alone. It looks for the member once more: a list that ends somewhere cannot look at the row beside it.
    """
    post, revision, comment = table(Post).c, table(Revision).c, table(Comment).c
    who = select_core(col(Member.id)).where(*found).order_by(by_name()).limit(1).correlate(None).scalar_subquery()
    # Said in full and not as a parameter, or SQLite could not tell that the index is meant.
    corrected: ColumnElement[bool] = revision.change == literal_column("'headline'")
    return [
        _count(post.author_id == who, post.hidden_at.is_(None)).label("posts"),
        _count(revision.editor_id == who, corrected, revision.hidden_at.is_(None)).label("corrections"),
        _count(comment.author_id == who, comment.hidden_at.is_(None)).label("comments"),
        _count(revision.editor_id == who, revision.own_error).label("own_errors"),
    ]


def _count(*which: ColumnElement[bool]) -> ScalarSelect[int]:
    some = select_core(true().label("one")).where(*which).limit(limits.COUNTED + 1).subquery()
    return select_core(func.count()).select_from(some).scalar_subquery()


def _followed() -> ColumnElement[bool]:
    mine = select(Follow.followed_id).where(Follow.followed_id == Member.id, Follow.follower_id == bindparam("viewer", type_=Integer()))
    return mine.correlate(Member).exists()


def _inviter(*, for_admin: bool) -> ColumnElement[str]:
    """By whose invitation they came; for admins alone."""
    if not for_admin:
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
        missing=permissions.steps_to_member(member),
        named_in_log=member.named_in_log,
    )
