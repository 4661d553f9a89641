"""May I: suggestions, disputes, reviews and thanks."""

from wtsocial.accounts.permissions import PostAccess, Protected, has_standing, may_moderate
from wtsocial.accounts.views import Viewer
from wtsocial.posts.policy import PolicyPost, may_change


def may_judge_suggestion(viewer: Viewer, post: PolicyPost, wiki: Protected, suggester_id: int) -> bool:
    """Agree or disagree: whoever is new no longer, but neither who suggests it nor the author, who answers it.

    Agreeing changes a headline as correcting does, so it takes the standing that protections ask for, too.
    """
    trusted_with = has_standing(viewer, "member", post.subwiki_id) and viewer.id not in (suggester_id, post.author_id)
    return trusted_with and may_change(viewer, post, wiki)


def may_answer_suggestion(viewer: Viewer, post: PolicyPost) -> bool:
    """Answer or decline, and accept if they may correct it: the author of an individual post."""
    return viewer.active and post.hidden_at is None and post.mode == "individual" and post.author_id == viewer.id


def may_vote_in_dispute(viewer: Viewer, post: PostAccess, *, joined: bool, party: bool) -> bool:
    """The members of the subwiki who are new no longer, but nobody who drove the war."""
    return joined and not party and post.hidden_at is None and has_standing(viewer, "member", post.subwiki_id)


def may_decide_dispute(viewer: Viewer, post: PostAccess, *, party: bool) -> bool:
    """Whoever moderates there, but nobody who drove the war, and nobody about their own post."""
    return not party and post.hidden_at is None and post.author_id != viewer.id and may_moderate(viewer, post.subwiki_id)


def may_review(viewer: Viewer, subwiki_id: int, editor_id: int) -> bool:
    """Trusted members and moderators, but not their own changes."""
    return has_standing(viewer, "trusted", subwiki_id) and editor_id != viewer.id


def may_thank(viewer: Viewer, editor_id: int) -> bool:
    """Any active member, but not themselves."""
    return viewer.active and editor_id != viewer.id
