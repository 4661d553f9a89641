"""Choosing from a list: a search that hides what does not match, and asks for what is not on the page."""

from typing import Any

import reflex as rx

LIBRARY = "$/public/kit/lists/list_filter.js"


class Narrow(rx.Component):
    """A search field over the items of the list with the id `of`; `nothing` is said when none matches."""

    library = LIBRARY
    tag = "ListFilter"

    of: rx.Var[str]
    nothing: rx.Var[str]
    count: rx.Var[int]
    max_length: rx.Var[int]

    on_search: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def narrow(of: str, **props: Any) -> rx.Component:
    """The search field of a list; `count` is how many items it has, `on_search` gets what was typed."""
    return Narrow.create(of=of, **props)
