"""Permissions that all domains share, as pure functions; the guard, the filter and the button call the same one."""

from datetime import datetime, timedelta
from math import ceil
from typing import Final, Protocol

from wtsocial.accounts.views import StepsToMember, Viewer
from wtsocial.core.errors import LoginNeeded, NotAllowed
from wtsocial.models import now

NEW_FOR: Final = timedelta(days=3)
NEW_UNTIL_CONTRIBUTIONS: Final = 3
RANKS: Final = ("new", "member", "trusted", "moderator", "admin")
"""Standings, the least first; a moderator is one where they moderate."""


class Protected(Protocol):
    """What moderators can protect: a post, a subwiki, or a row with these two columns of one."""

    protection: str
    protected_until: datetime | None


class PostAccess(Protocol):
    """What says who may see a post: a Post, or a row with these columns of one."""

    author_id: int
    subwiki_id: int
    hidden_at: datetime | None


class MemberStanding(Protocol):
    """What a standing is judged by: a Member, or a row with these columns of one."""

    is_admin: bool
    is_trusted: bool
    email_confirmed_at: datetime | None
    created_at: datetime
    contributions: int


class JudgedMember(MemberStanding, Protocol):
    """Whom admins decide on: a Member, or a row with these columns of one."""

    state: str

    @property
    def id(self) -> int | None:
        """None before it is flushed."""
        ...


class KnownMember(Protocol):
    """What says who may see a member: a Member, or a row with these columns of one."""

    email_confirmed_at: datetime | None

    @property
    def id(self) -> int | None:
        """None before it is flushed."""
        ...


def may_take_part(viewer: Viewer) -> bool:
    """Post, comment, vote, join, flag, correct: every active member."""
    return viewer.active


def may_flag(viewer: Viewer, author_id: int | None) -> bool:
    """Any active member, but neither what is their own nor themselves; a subwiki is nobody's own."""
    return viewer.active and author_id != viewer.id


def may_link_anywhere(viewer: Viewer) -> bool:
    """Link to sources that nobody posted from before, without a moderator's look: whoever is new no longer."""
    return viewer.active and viewer.standing != "new"


def may_post_in_vetted(viewer: Viewer, *, was_approved: bool) -> bool:
    """Post in a vetted subwiki without a moderator's look: whoever is new no longer, or had a post approved in one, which is shown."""
    return viewer.active and (viewer.standing != "new" or was_approved)


def may_choose(viewer: Viewer) -> bool:
    """Join, follow, and say what not to see: whoever has confirmed their address, also while waiting or suspended."""
    return viewer.known and viewer.confirmed


def may_follow(viewer: Viewer, member_id: int) -> bool:
    """Whoever may choose, but not themselves."""
    return may_choose(viewer) and viewer.id != member_id


def may_see_post(viewer: Viewer, post: PostAccess) -> bool:
    """A hidden post is for its author and for those who moderate it."""
    return post.hidden_at is None or (viewer.known and post.author_id == viewer.id) or may_moderate(viewer, post.subwiki_id)


def may_see_member(viewer: Viewer, member: KnownMember) -> bool:
    """Who has not confirmed an address yet is for themselves and for admins."""
    return member.email_confirmed_at is not None or member.id == viewer.id or may_administer(viewer)


def protection(thing: Protected) -> str:
    """The standing that changing a post or a subwiki takes by its moderators' word, while that holds; empty for none."""
    return thing.protection if thing.protection and (thing.protected_until is None or thing.protected_until > now()) else ""


def strictest(*things: Protected) -> Protected:
    """The one that asks for the highest standing now."""
    protected = [thing for thing in things if protection(thing)]
    return max(protected, key=lambda thing: RANKS.index(thing.protection)) if protected else things[0]


def has_standing(viewer: Viewer, level: str, subwiki_id: int) -> bool:
    """Whether an active member has at least this standing in a subwiki; every active member has an empty one."""
    if not viewer.active:
        return False
    return RANKS.index(level or "new") <= RANKS.index("moderator" if may_moderate(viewer, subwiki_id) else viewer.standing)


def may_moderate(viewer: Viewer, subwiki_id: int) -> bool:
    """The subwiki's moderators, and admins."""
    return viewer.active and (viewer.is_admin or subwiki_id in viewer.moderates)


def may_protect(viewer: Viewer, subwiki_id: int, author_id: int | None) -> bool:
    """Whoever moderates there, but nobody their own post; a subwiki is nobody's own."""
    return may_moderate(viewer, subwiki_id) and author_id != viewer.id


def may_see_queue(viewer: Viewer) -> bool:
    """Admins, and whoever moderates anything."""
    return viewer.active and (viewer.is_admin or bool(viewer.moderates))


def may_administer(viewer: Viewer) -> bool:
    """Admins alone."""
    return viewer.active and viewer.is_admin


def may_trust(viewer: Viewer, member: JudgedMember) -> bool:
    """Admins, members who take part and are neither trusted nor admins yet."""
    return may_administer(viewer) and member.state == "active" and not (member.is_trusted or member.is_admin)


def may_suspend(viewer: Viewer, member: JudgedMember) -> bool:
    """Admins, but neither themselves nor another admin."""
    return may_administer(viewer) and member.id != viewer.id and not member.is_admin


def standing(member: MemberStanding) -> str:
    """What a member has earned: `new`, `member`, `trusted` or `admin` (a moderator is one of a subwiki, not of the site).

    The rule that is published at /rules: new until the address is confirmed, three days have passed since registering and
    three contributions have stood; trusted by an admin's word.
    """
    if member.is_admin:
        return "admin"
    if member.is_trusted:
        return "trusted"
    return "member" if steps_to_member(member) == StepsToMember() else "new"


def steps_to_member(member: MemberStanding) -> StepsToMember:
    """What is missing until a member is new no longer; days are counted up."""
    left = max(timedelta(), NEW_FOR - (now() - member.created_at))
    return StepsToMember(
        confirm=member.email_confirmed_at is None,
        days=ceil(left / timedelta(days=1)),
        contributions=max(0, NEW_UNTIL_CONTRIBUTIONS - member.contributions),
    )


def ensure(viewer: Viewer, allowed: bool) -> None:
    """Go on when `allowed`; else say why not.

    Raises LoginNeeded for a reader without a login, NotAllowed("error.unconfirmed", "error.waiting" or
    "error.suspended") for a member who cannot take part at all, and NotAllowed for one who may not do this.
    """
    if allowed:
        return
    if not viewer.known:
        raise LoginNeeded
    if viewer.state == "waiting":
        raise NotAllowed("error.waiting" if viewer.confirmed else "error.unconfirmed")
    if viewer.state == "suspended":
        raise NotAllowed("error.suspended")
    raise NotAllowed
