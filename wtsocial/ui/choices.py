"""Choosing from a list: a search that hides what does not match, and what the ticked ones add up to, both at once."""

from typing import Any

import reflex as rx

LIBRARY = "$/public/kit/choices.js"


class Narrow(rx.Component):
    """A search field over the items of the list with the id `of`; `nothing` is said when none matches."""

    library = LIBRARY
    tag = "Narrow"

    of: rx.Var[str]
    nothing: rx.Var[str]


class Ticked(rx.Component):
    """How many boxes of the form around it are ticked, and the sum of their `data-adds`: the texts `none`, `some`."""

    library = LIBRARY
    tag = "Ticked"

    none: rx.Var[str]
    some: rx.Var[str]
    out_of: rx.Var[int]


def narrow(of: str, **props: Any) -> rx.Component:
    """The search field of a list that is on the page as a whole."""
    return Narrow.create(of=of, **props)
