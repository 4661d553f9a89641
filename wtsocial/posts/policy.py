"""May I: posts, comments, votes, headlines and flags."""

from datetime import datetime
from typing import Protocol

from wtsocial.accounts.permissions import PostAccess, Protected, ensure, has_standing, protection
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import NotAllowed


class PolicyPost(PostAccess, Protected, Protocol):
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


def may_comment(viewer: Viewer, post: PostAccess) -> bool:
    """Any active member, under what is shown."""
    return viewer.active and post.hidden_at is None


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
