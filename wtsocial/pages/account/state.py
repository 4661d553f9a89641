"""How people come in at the moment, and where mails go."""

import reflex as rx

from wtsocial.core.settings import settings
from wtsocial.joining import queries as joining
from wtsocial.joining.views import DoorView


class PostalState(rx.State):
    """Where mails go: to people, or (with no mail server set) into a folder, which the pages say."""

    outbox: str = ""

    @rx.event
    async def open(self):
        """Look at the settings."""
        self.outbox = "" if settings().smtp_url else f"{settings().data_dir.name}/outbox/"


class DoorState(rx.State):
    """How people come in at the moment."""

    door: DoorView = DoorView()

    @rx.event
    async def open(self):
        """Look."""
        self.door = await joining.door()
