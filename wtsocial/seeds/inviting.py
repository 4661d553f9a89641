"""Invitations of the demonstration world: one for a group, and one of a member's own. Its door is open: nobody waits."""

from collections.abc import Mapping

from wtsocial.accounts.views import Viewer
from wtsocial.joining.invitations import invite, invite_group
from wtsocial.seeds.people import ACTIVE, ADMIN


async def invite_others(cast: Mapping[str, Viewer]) -> None:
    """The admin invites a class, and a member some friends."""
    await invite_group(cast[ADMIN.name], label="Journalism class, winter term", uses=30, days=90, at_once=True)
    await invite(cast[next(name for name in ACTIVE if name != ADMIN.name)], uses=5, days=30)
