"""May I: every permission of the house, as pure functions that the guard, the filter and the button share."""

from wtsocial.errors import LoginNeeded, NotAllowed
from wtsocial.models import Member, Post, Subwiki
from wtsocial.views import Viewer


def may_take_part(viewer: Viewer) -> bool:
    """Post, comment, vote, join, flag, correct: every active member."""
    return viewer.active


def may_see_post(viewer: Viewer, post: Post) -> bool:
    """A hidden post is for its author and for those who moderate it."""
    return post.hidden_at is None or (viewer.known and post.author_id == viewer.id) or may_moderate(viewer, post.subwiki_id)


def may_correct_headline(viewer: Viewer, post: Post) -> bool:
    """Any active member on a collaborative post; the author alone on an individual one."""
    return _may_change(viewer, post)


def may_edit_text(viewer: Viewer, post: Post) -> bool:
    """Any active member on a collaborative post; the author alone on an individual one."""
    return _may_change(viewer, post)


def _may_change(viewer: Viewer, post: Post) -> bool:
    if not viewer.active or post.hidden_at is not None:
        return False
    return post.mode == "collaborative" or post.author_id == viewer.id


def may_vote(viewer: Viewer, post: Post) -> bool:
    """Any active member, on what is shown, but not on their own post."""
    return viewer.active and post.hidden_at is None and post.author_id != viewer.id


def may_comment(viewer: Viewer, post: Post) -> bool:
    """Any active member, under what is shown."""
    return viewer.active and post.hidden_at is None


def may_flag(viewer: Viewer, author_id: int) -> bool:
    """Any active member, but not what is their own."""
    return viewer.active and author_id != viewer.id


def may_edit_subwiki(viewer: Viewer, subwiki: Subwiki) -> bool:
    """Any active member: a subwiki's description and rules are a wiki page."""
    return viewer.active and subwiki.id is not None


def may_moderate(viewer: Viewer, subwiki_id: int) -> bool:
    """The subwiki's moderators, and admins."""
    return viewer.active and (viewer.is_admin or subwiki_id in viewer.moderates)


def may_decide(viewer: Viewer, *, subwiki_id: int, author_id: int, author_is_admin: bool) -> bool:
    """Whoever moderates there, but never on their own things, and on an admin's only an admin."""
    return may_moderate(viewer, subwiki_id) and author_id != viewer.id and (viewer.is_admin or not author_is_admin)


def may_see_queue(viewer: Viewer) -> bool:
    """Admins, and whoever moderates anything."""
    return viewer.active and (viewer.is_admin or bool(viewer.moderates))


def may_administer(viewer: Viewer) -> bool:
    """Admins alone."""
    return viewer.active and viewer.is_admin


def may_suspend(viewer: Viewer, member: Member) -> bool:
    """Admins, but neither themselves nor another admin."""
    return may_administer(viewer) and member.id != viewer.id and not member.is_admin


def standing(member: Member) -> str:
    """What a member has earned: `new`, `member`, `trusted` or `admin` (a moderator is one of a subwiki, not of the site)."""
    if member.is_admin:
        return "admin"
    if member.is_trusted:
        return "trusted"
    return "member" if member.email_confirmed_at else "new"


def ensure(viewer: Viewer, allowed: bool) -> None:
    """Go on when `allowed`; else say why not.

    Raises LoginNeeded for a reader without a login, NotAllowed("error.unconfirmed" or "error.suspended") for a
    member who cannot take part at all, and NotAllowed for one who may not do this.
    """
    if allowed:
        return
    if not viewer.known:
        raise LoginNeeded
    if viewer.state in ("waiting", "suspended"):
        raise NotAllowed("error.unconfirmed" if viewer.state == "waiting" else "error.suspended")
    raise NotAllowed
