"""The line on the screen: it reads itself anew when it moved, and hands out links that can be copied."""

from typing import Any

import reflex as rx

from wtsocial.ui.texts import t

LIBRARY = "$/public/kit/live/waiting_list.js"


class Again(rx.Component):
    """Calls `on_heard` some time after the line moved since `loaded` was read; the more wait (`of`), the more spread."""

    library = LIBRARY
    tag = "WaitingListReload"

    of: rx.Var[int]
    loaded: rx.Var[Any]

    on_heard: rx.EventHandler[rx.event.no_args_event_spec]


class CopyLink(rx.Component):
    """The address of `path` in a field, with a button that copies it."""

    library = LIBRARY
    tag = "CopyLink"

    path: rx.Var[str]
    label: rx.Var[str]
    button: rx.Var[str]
    copied: rx.Var[str]


def invitation_link(code: Any) -> rx.Component:
    """The link of an invitation."""
    return CopyLink.create(path=f"/invite/{code}", label=t("invitation.link"), button=t("invitation.copy"), copied=t("invitation.copied"))
