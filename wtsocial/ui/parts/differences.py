"""Differences on the page: what went and what came, by colour, by line, and by a word for those who listen."""

from typing import Any

import reflex as rx

from wtsocial.ui.texts import t
from wtsocial.views import DiffPiece


def difference(pieces: Any, **props: Any) -> rx.Component:
    """The pieces of a difference in reading order."""
    return rx.el.div(rx.foreach(pieces, _piece), class_name="diff", dir="auto", **props)


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
    # The pieces are one text and find one direction; in a bdi our own words have no say in it.
    return rx.el.bdi(t(key), " ", class_name="hidden-visually")
