"""Pages that read themselves anew: what was erased leaves every open screen."""

from typing import Any

import reflex as rx

LIBRARY = "$/public/kit/live/reload_on.js"


class ReloadOn(rx.Component):
    """Calls `on_heard` for a message of `kind` that came since `loaded` was read."""

    library = LIBRARY
    tag = "ReloadOn"

    kind: rx.Var[str]
    loaded: rx.Var[Any]

    on_heard: rx.EventHandler[rx.event.no_args_event_spec]


def without_erased(loaded: Any, again: Any) -> rx.Component:
    """Read `loaded` again, by the handler `again`, when something was erased; the page's rooms have to hear of it."""
    return ReloadOn.create(kind="erased", loaded=loaded, on_heard=again)
