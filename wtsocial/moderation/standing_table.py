"""What each standing may do, as /rules shows it: each line is asked of the policy function that guards the action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from wtsocial.accounts import permissions, restrictions
from wtsocial.accounts.permissions import RANKS
from wtsocial.accounts.views import Viewer
from wtsocial.db.cursors import EPOCH
from wtsocial.editing import policy as editing
from wtsocial.moderation import policy as moderation
from wtsocial.moderation.flag_weight import flag_weight
from wtsocial.posts import policy as posts
from wtsocial.subwikis import policy as subwikis

PLACE: Final = 1
_OTHER: Final = 2


@dataclass
class _Example:
    """A shown, collaborative post of somebody else's, or its subwiki, where nothing is protected."""

    id: int | None = 1
    author_id: int = _OTHER
    subwiki_id: int = PLACE
    mode: str = "collaborative"
    protection: str = ""
    protected_until: datetime | None = None
    hidden_at: datetime | None = None
    disputed_at: datetime | None = None
    locked_reason: str = ""


@dataclass
class _Member:
    """An active member who is nothing else."""

    id: int | None = _OTHER
    state: str = "active"
    is_admin: bool = False
    is_trusted: bool = False
    email_confirmed_at: datetime | None = None
    created_at: datetime = EPOCH
    contributions: int = 0


class StandingRow(NamedTuple):
    """An act, by the catalogue's word, and which standings may do it, in the order of RANKS."""

    act: str
    may: tuple[bool, ...]


_POST, _MEMBER = _Example(), _Member()

ACTS: Final[dict[str, Callable[[Viewer], bool]]] = {
    "publish": lambda who: permissions.may_take_part(who) and restrictions.may_write_in(who, PLACE),
    "link_anywhere": permissions.may_link_anywhere,
    "post_in_vetted": lambda who: permissions.may_post_in_vetted(who, was_approved=False),
    "comment": lambda who: posts.may_comment(who, _POST),
    "vote": lambda who: posts.may_vote(who, _POST),
    "thank": lambda who: editing.may_thank(who, _OTHER),
    "edit": lambda who: posts.may_edit_text(who, _POST, _POST),
    "subwiki": lambda who: subwikis.may_edit_subwiki(who, _POST),
    "suggest": lambda who: posts.may_suggest_headline(who, _POST, _POST) or posts.may_correct_headline(who, _POST, _POST),
    "correct": lambda who: posts.may_correct_headline(who, _POST, _POST),
    "agree": lambda who: editing.may_judge_suggestion(who, _POST, _POST, 0),
    "dispute": lambda who: editing.may_vote_in_dispute(who, _POST, joined=True, party=False),
    "flag": lambda who: permissions.may_flag(who, _OTHER),
    "weigh": lambda who: permissions.may_flag(who, _OTHER) and flag_weight(who.standing, upheld=0, dismissed=0) > 0,
    "review": lambda who: editing.may_review(who, PLACE, _OTHER),
    "decide": lambda who: moderation.may_decide(
        who, kind="post", place_id=PLACE, subject_id=_OTHER, author_id=_OTHER, author_is_admin=False
    ),
    "approve": lambda who: moderation.may_review(who, subwiki_id=PLACE, author_id=_OTHER),
    "restrict": lambda who: moderation.may_restrict(who, _MEMBER, subwiki_id=PLACE, moderates_there=False),
    "unlock": lambda who: moderation.may_unlock(who, subwiki_id=PLACE, author_id=_OTHER),
    "lift": lambda who: moderation.may_lift(who, subwiki_id=PLACE, member_id=_OTHER),
    "protect": lambda who: permissions.may_protect(who, PLACE, _OTHER),
    "erase": lambda who: moderation.may_erase(who, PLACE),
    "set_rules": lambda who: moderation.may_set_rules(who, PLACE),
    "appoint": lambda who: subwikis.may_appoint(who, PLACE),
    "call_vote": lambda who: subwikis.may_call_vote(who, PLACE, took_part=True, moderator_id=_OTHER),
    "vote_on_moderator": lambda who: subwikis.may_vote_on_moderator(who, PLACE, took_part=True, moderator_id=_OTHER),
    "adopt": lambda who: subwikis.may_adopt(who, PLACE, took_part=True),
    "set_site_rules": lambda who: moderation.may_set_rules(who, 0),
    "trust": lambda who: permissions.may_trust(who, _MEMBER),
    "vet": subwikis.may_vet,
    "decide_adoption": lambda who: subwikis.may_decide_adoption(who, _OTHER),
    "suspend": lambda who: permissions.may_suspend(who, _MEMBER),
}
"""Acts on what is somebody else's, which nothing else stands in the way of."""


def viewer_of_rank(rank: str) -> Viewer:
    """An active member of this standing; a moderator is a member who moderates the place."""
    standing = "member" if rank == "moderator" else rank
    moderates = frozenset({PLACE} if rank == "moderator" else ())
    return Viewer(id=1, name=rank, state="active", is_admin=rank == "admin", standing=standing, moderates=moderates, confirmed=True)


def standing_table() -> list[StandingRow]:
    """Every act, and who may do it."""
    viewers = [viewer_of_rank(rank) for rank in RANKS]
    return [StandingRow(act, tuple(may(viewer) for viewer in viewers)) for act, may in ACTS.items()]
