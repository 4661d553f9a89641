"""Differences on the page: what went and what came, by colour, by line, and by a word for those who listen."""

from typing import Any

import reflex as rx

from wtsocial.revisions.views import DiffPiece
from wtsocial.ui.parts.written import written
from wtsocial.ui.texts import own_language, t

LIBRARY = "$/public/kit/lists/diff_view.js"


class Ways(rx.Component):
    """The choice between one column and two, for all the differences within it."""

    library = LIBRARY
    tag = "DiffLayout"

    label: rx.Var[str]
    one: rx.Var[str]
    sides: rx.Var[str]


class Sides(rx.Component):
    """A difference as a table: before and after, line beside line."""

    library = LIBRARY
    tag = "SideBySide"

    pieces: rx.Var[list[DiffPiece]]
    label: rx.Var[str]
    before: rx.Var[str]
    after: rx.Var[str]
    added: rx.Var[str]
    removed: rx.Var[str]


def difference(pieces: Any, said: Any = "", **props: Any) -> rx.Component:
    """The pieces of a difference in reading order; `said` is the language that the author of the text said."""
    return rx.el.div(rx.foreach(pieces, _piece), class_name="diff", **written(pieces, said), **props)


def side_by_side(pieces: Any, label: rx.Var[str]) -> rx.Component:
    """The pieces of a difference in two columns; the label says to those who listen what was changed."""
    return Sides.create(
        pieces=pieces, label=label, before=t("diff.before"), after=t("diff.after"), added=t("diff.added"), removed=t("diff.removed")
    )


def ways(*children: rx.Component) -> rx.Component:
    """A choice, made without asking the server, of how to show every `either_way` inside: on phones one column at first."""
    return Ways.create(*children, label=t("diff.layout"), one=t("diff.one"), sides=t("diff.sides"))


def either_way(pieces: Any, label: rx.Var[str]) -> rx.Component:
    """The pieces of a difference as the choice around it says (`ways`)."""
    return rx.fragment(difference(pieces), side_by_side(pieces, label))


def _piece(piece: rx.Var[DiffPiece]) -> rx.Component:
    return rx.fragment(
        rx.match(
            piece.kind,
            ("ins", rx.el.ins(_said("diff.added"), piece.text)),
            ("del", rx.el.del_(_said("diff.removed"), piece.text)),
            rx.el.span(piece.text),
        )
    )


def _said(key: str) -> rx.Component:
    # The pieces are one text and find one direction; in a bdi our own words have no say in it, and they speak the page's language.
    return rx.el.bdi(t(key), " ", lang=own_language(), class_name="hidden-visually")
