"""The keys of the moderation queue: a list in which letters lead from one to the next and press what each has."""

from collections.abc import Iterable
from typing import Any

import reflex as rx
from reflex.vars import VarData
from reflex_base.utils.imports import ImportVar

from wtsocial.ui.parts.forms import button
from wtsocial.ui.texts import t

KEYS = "$/public/kit/live/queue_keys.js"


class QueueKeys(rx.Component):
    """A list of cases with its keys; `opened` is the case that is open. Where posts are `reviewing`, letters approve and refuse."""

    library = KEYS
    tag = "QueueKeys"

    read: rx.Var[Any]
    opened: rx.Var[int]
    reviewing: rx.Var[bool]


def keys_help(shortcuts: Iterable[tuple[str, str]]) -> rx.Component:
    """Which keys do what, by the catalogue's keys, and the way to the first one of the list that follows."""
    data = VarData(imports={KEYS: [ImportVar(tag="focusFirstCase")]})
    first = rx.call_function(rx.Var("(() => focusFirstCase())", _var_data=data))
    keys = [rx.el.li(rx.el.kbd(key, lang="en"), " ", t(what)) for key, what in shortcuts]
    return rx.el.div(
        button("moderation.keys", kind="quiet", on_click=first),
        rx.el.ul(*keys, class_name="plain"),
        class_name="shortcuts quiet-text",
    )
