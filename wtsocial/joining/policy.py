"""May I: invitations."""

from wtsocial.accounts.permissions import may_administer
from wtsocial.accounts.views import Viewer


def may_invite(viewer: Viewer) -> bool:
    """Whoever has confirmed their address and takes part or waits for it."""
    return viewer.known and viewer.confirmed and viewer.state in ("active", "waiting")


def may_revoke(viewer: Viewer, maker_id: int) -> bool:
    """An invitation: whoever made it, and admins."""
    return viewer.known and (viewer.id == maker_id or may_administer(viewer))
