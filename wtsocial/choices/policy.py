"""May I: sharing choices as presets."""

from wtsocial.accounts.permissions import may_administer
from wtsocial.accounts.views import Viewer


def may_share_choices(viewer: Viewer) -> bool:
    """Every active member: what is shared, others read."""
    return viewer.active


def may_withdraw_preset(viewer: Viewer, member_id: int) -> bool:
    """Whoever shared it, and admins, for what was written into its name or description."""
    return (viewer.known and viewer.id == member_id) or may_administer(viewer)
