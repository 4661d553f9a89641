"""May I: posts, comments, votes, headlines and flags."""

from datetime import datetime
from typing import Protocol

from wtsocial.accounts.permissions import PostAccess, Protected, ensure, has_standing, protection
from wtsocial.accounts.restrictions import ensure_may_write, may_write_in
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotAllowed


class Discussed(PostAccess, Protocol):
    """What says who may comment on a post: a Post, or a row with these columns of one."""

    locked_reason: str


class PolicyPost(Discussed, Protected, Protocol):
    """What says who may change a post: a Post, or a row with these columns of one."""

    mode: str
    disputed_at: datetime | None


class PolicyComment(Protocol):
    """What says who may change a comment: a Comment, or a row with these columns of one."""

    author_id: int
    text: str
    hidden_at: datetime | None


def may_label(viewer: Viewer, author_id: int) -> bool:
    """Say in which language a post is, and whether it is sensitive: its author."""
    return viewer.active and viewer.id == author_id


def may_correct_headline(viewer: Viewer, post: PolicyPost, wiki: Protected) -> bool:
    """Live at once: members who are new no longer on a collaborative post, and the author on every post of theirs."""
    trusted_with = post.author_id == viewer.id or (post.mode == "collaborative" and has_standing(viewer, "member", post.subwiki_id))
    return trusted_with and may_change(viewer, post, wiki)


def may_suggest_headline(viewer: Viewer, post: PolicyPost, wiki: Protected) -> bool:
    """Any active member whose correction would not be live at once, while the headline is not put to the vote."""
    open_to_change = viewer.active and post.hidden_at is None and post.disputed_at is None
    return open_to_change and not may_correct_headline(viewer, post, wiki)


def may_edit_text(viewer: Viewer, post: PolicyPost, wiki: Protected) -> bool:
    """Any active member on a collaborative post; the author alone on an individual one."""
    return (post.mode == "collaborative" or post.author_id == viewer.id) and may_change(viewer, post, wiki)


def may_change(viewer: Viewer, post: PolicyPost, wiki: Protected) -> bool:
    """While it is neither hidden nor put to the vote, by whoever has the standing that its protections ask for."""
    if not viewer.active or post.hidden_at is not None or post.disputed_at is not None:
        return False
    return all(has_standing(viewer, level, post.subwiki_id) for level in (protection(post), protection(wiki)))


def may_edit_comment(viewer: Viewer, comment: PolicyComment) -> bool:
    """Its author, while it is shown and not erased."""
    return viewer.active and comment.author_id == viewer.id and comment.hidden_at is None and comment.text != ""


def may_vote(viewer: Viewer, post: PostAccess) -> bool:
    """Any active member, on what is shown, but not on their own post."""
    return viewer.active and post.hidden_at is None and post.author_id != viewer.id


def may_comment(viewer: Viewer, post: Discussed) -> bool:
    """Any active member who is not limited there, under what is shown, unless its discussion is locked."""
    return may_discuss(viewer, post) and not post.locked_reason


def may_discuss(viewer: Viewer, post: PostAccess) -> bool:
    """The same while a discussion is open: what is said of a lock meanwhile, the browser hears."""
    return may_write_in(viewer, post.subwiki_id) and post.hidden_at is None


def may_flag(viewer: Viewer, author_id: int) -> bool:
    """Any active member, but not what is their own."""
    return viewer.active and author_id != viewer.id


def ensure_comment(viewer: Viewer, allowed: bool, post: Discussed) -> None:
    """Go on when `post` may be commented on; else say why not. Raises what `ensure` raises, or NotAllowed:
    "lock.held", or as `restrictions.ensure_may_write`.
    """
    if not allowed and post.hidden_at is None:
        ensure_may_write(viewer, post.subwiki_id)
    if not allowed and may_discuss(viewer, post) and post.locked_reason:
        raise NotAllowed("lock.held")
    ensure(viewer, allowed)


def ensure_change(viewer: Viewer, allowed: bool, post: PolicyPost, wiki: Protected) -> None:
    """Go on when the headline or text of `post` may be changed; else say why not, in particular where it is held or protected.

    Raises what `ensure` raises, NotAllowed("dispute.held") or NotAllowed("protect.held").
    """
    if viewer.active and not allowed and post.hidden_at is None:
        if post.disputed_at is not None:
            raise NotAllowed("dispute.held")
        if not all(has_standing(viewer, level, post.subwiki_id) for level in (protection(post), protection(wiki))):
            raise NotAllowed("protect.held")
    ensure(viewer, allowed)
