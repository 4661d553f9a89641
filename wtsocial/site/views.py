"""Views of what admins set for the whole site."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AnnouncementView:
    """What stands at the top of every page; without a text, nothing does."""

    version: int = 0
    """Larger with each announcement, and with each that is taken down: of two the larger is the newer."""
    id: int = 0
    text: str = ""
    tone: str = ""
    """`news` or `warning`."""
    until: int = 0
    """When it goes by itself, in milliseconds; 0 for when it is taken down."""


NOTHING = AnnouncementView()


def shown_at(announcement: AnnouncementView, millis: float) -> AnnouncementView:
    """The announcement, or, when it has gone by itself, none."""
    if announcement.until and announcement.until <= millis:
        return AnnouncementView(announcement.version)
    return announcement
