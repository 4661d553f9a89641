"""The rooms that somebody's browsers watch on whatever page they are."""

from wtsocial.accounts import permissions
from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import member_room, moderation_room


def own_rooms(viewer: Viewer) -> list[str]:
    """A member's own, and a moderator's the queue, whose count stands on every page."""
    own = [member_room(viewer.id)] if viewer.known else []
    return [*own, *([moderation_room()] if permissions.may_see_queue(viewer) else [])]
