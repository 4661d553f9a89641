"""May I: a subwiki's pages, and which subwikis newcomers are offered."""

from typing import Protocol

from wtsocial.accounts.permissions import Protected, has_standing, may_administer, may_moderate, protection
from wtsocial.accounts.views import Viewer
from wtsocial.db.statements import id_of


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
