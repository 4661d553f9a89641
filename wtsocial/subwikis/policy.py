"""May I: a subwiki's pages, and which subwikis newcomers are offered."""

from datetime import timedelta
from typing import Final, Protocol

from wtsocial.accounts.permissions import Protected, has_standing, may_administer, may_moderate, protection
from wtsocial.accounts.views import Viewer
from wtsocial.db.statements import id_of

JOINED_FOR: Final = timedelta(days=7)
"""For so long somebody was in a subwiki who has a say in who moderates it."""
VOTE_LASTS: Final = timedelta(days=7)
"""So long members vote on whether they trust a moderator."""
QUORUM: Final = 5
"""So many votes are needed at least for a moderator to lose."""
LOST_BY: Final = (2, 3)
"""And this part of them has to be against."""
VOTE_AGAIN_AFTER: Final = timedelta(days=30)
"""For so long after one vote there is no other on the same moderator."""
AWAY_FOR: Final = timedelta(days=30)
"""A subwiki can be adopted when all its moderators were away for so long."""
ADOPTION_LASTS: Final = timedelta(days=7)
"""For so long it is announced."""
NUMBERS: Final = {
    "joined_for": JOINED_FOR.days,
    "vote_lasts": VOTE_LASTS.days,
    "quorum": QUORUM,
    "vote_again_after": VOTE_AGAIN_AFTER.days,
    "away_for": AWAY_FOR.days,
    "adoption_lasts": ADOPTION_LASTS.days,
}
"""The same, as /rules says them."""


class PolicySubwiki(Protected, Protocol):
    """What says who may edit a subwiki's page: a Subwiki, or a row with these columns of one."""

    id: int | None


def may_edit_subwiki(viewer: Viewer, subwiki: PolicySubwiki) -> bool:
    """Any active member, as far as it is not protected: a subwiki's description and rules are a wiki page."""
    return viewer.active and has_standing(viewer, protection(subwiki), id_of(subwiki))


def may_appoint(viewer: Viewer, subwiki_id: int) -> bool:
    """Name another moderator: whoever moderates there."""
    return may_moderate(viewer, subwiki_id)


def may_vet(viewer: Viewer) -> bool:
    """Say which subwikis newcomers are offered: admins alone."""
    return may_administer(viewer)


def may_call_vote(viewer: Viewer, subwiki_id: int, *, took_part: bool, moderator_id: int) -> bool:
    """Call a vote of confidence in a moderator: trusted members who took part there, but nobody in themselves."""
    return took_part and viewer.id != moderator_id and has_standing(viewer, "trusted", subwiki_id)


def may_vote_on_moderator(viewer: Viewer, subwiki_id: int, *, took_part: bool, moderator_id: int) -> bool:
    """Vote in it: whoever took part there before it was called and is new no longer, but not the moderator."""
    return took_part and viewer.id != moderator_id and has_standing(viewer, "member", subwiki_id)


def may_adopt(viewer: Viewer, subwiki_id: int, *, took_part: bool) -> bool:
    """Ask to moderate a subwiki whose moderators are away: trusted members who took part there."""
    return took_part and has_standing(viewer, "trusted", subwiki_id)


def may_decide_adoption(viewer: Viewer, asker_id: int) -> bool:
    """Decide earlier on who asks that: admins, but not on themselves."""
    return may_administer(viewer) and viewer.id != asker_id


def is_lost(keeps: int, removes: int) -> bool:
    """Whether a moderator has lost a vote of confidence."""
    part, whole = LOST_BY
    return keeps + removes >= QUORUM and removes * whole >= (keeps + removes) * part
