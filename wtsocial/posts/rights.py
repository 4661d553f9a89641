"""Rights: what a viewer may do with posts, worked out once for all that policy judges alike."""

from typing import NamedTuple

from wtsocial.accounts import permissions
from wtsocial.accounts.permissions import Protected
from wtsocial.accounts.restrictions import may_write_in
from wtsocial.accounts.views import Viewer
from wtsocial.posts import policy
from wtsocial.posts.policy import PolicyPost


class PostRights(NamedTuple):
    """What one viewer may do with one post."""

    may_vote: bool
    may_comment: bool
    may_correct: bool
    may_suggest: bool
    may_edit: bool
    may_flag: bool
    may_moderate: bool
    may_protect: bool


def rights_on(viewer: Viewer, post: PolicyPost, wiki: Protected) -> PostRights:
    """What the viewer may do with a post of this subwiki, as `policy` says."""
    return PostRights(
        may_vote=policy.may_vote(viewer, post),
        may_comment=policy.may_comment(viewer, post),
        may_correct=policy.may_correct_headline(viewer, post, wiki),
        may_suggest=policy.may_suggest_headline(viewer, post, wiki),
        may_edit=policy.may_edit_text(viewer, post, wiki),
        may_flag=permissions.may_flag(viewer, post.author_id) and post.hidden_at is None,
        may_moderate=permissions.may_moderate(viewer, post.subwiki_id) and post.author_id != viewer.id,
        may_protect=permissions.may_protect(viewer, post.subwiki_id, post.author_id),
    )


class Rights:
    """What one viewer may do with the posts of a page: mostly they are all alike, and policy is asked once. For this page alone."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._known: dict[tuple[object, ...], PostRights] = {}

    def on(self, post: PolicyPost, wiki: Protected) -> PostRights:
        """As `rights_on`. All that policy reads of a post and its subwiki is in the key; a test tries every combination."""
        alike = (
            post.author_id == self._viewer.id,
            permissions.may_moderate(self._viewer, post.subwiki_id),
            post.mode,
            post.hidden_at is None,
            post.disputed_at is None,
            post.locked_reason == "",
            may_write_in(self._viewer, post.subwiki_id),
            permissions.protection(post),
            permissions.protection(wiki),
        )
        if alike not in self._known:
            self._known[alike] = rights_on(self._viewer, post, wiki)
        return self._known[alike]
