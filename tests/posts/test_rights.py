"""Rights that were worked out once for posts that are alike: the same as policy says of each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from wtsocial.accounts.views import Viewer
from wtsocial.models import now
from wtsocial.posts.rights import Rights, rights_on

LATER, EARLIER = timedelta(hours=1), -timedelta(hours=1)
VIEWERS = (
    Viewer(),
    Viewer(7, "ana", "active", standing="member", restrictions="1:limit:0 2:hold:0"),
    *(
        Viewer(7, "ana", state, is_admin=standing == "admin", standing=standing, moderates=moderates)
        for state in ("active", "waiting", "suspended")
        for standing in ("new", "member", "trusted", "admin")
        for moderates in (frozenset[int](), frozenset({1}))
    ),
)


@dataclass
class Wiki:
    """What says how a subwiki is protected."""

    protection: str
    protected_until: datetime | None


@dataclass
class Written(Wiki):
    """What policy reads of a post."""

    author_id: int
    subwiki_id: int
    mode: str
    hidden_at: datetime | None
    disputed_at: datetime | None
    locked_reason: str


def _protections() -> list[tuple[str, datetime | None]]:
    return [("", None), ("member", None), ("trusted", now() + LATER), ("trusted", now() + EARLIER), ("moderator", None)]


def test_what_is_worked_out_once_is_what_policy_says_of_each_post() -> None:
    posts = [
        (Written(*own, author_id, subwiki_id, mode, hidden_at, disputed_at, locked), Wiki(*wiki))
        for own, wiki in product(_protections(), _protections())
        for author_id, subwiki_id in product((7, 8), (1, 2))
        for mode in ("collaborative", "individual")
        for hidden_at, disputed_at, locked in product((None, now()), (None, now()), ("", "Too heated"))
    ]
    for viewer in VIEWERS:
        rights = Rights(viewer)
        # Whichever of those that are alike comes first.
        for ordered in (posts, posts[::-1]):
            assert [rights.on(post, wiki) for post, wiki in ordered] == [rights_on(viewer, post, wiki) for post, wiki in ordered]
