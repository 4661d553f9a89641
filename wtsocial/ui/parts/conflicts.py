"""Two people saved on one base: both texts side by side with their difference, ready to be settled, nothing lost."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from wtsocial.errors import EditConflict
from wtsocial.text.differences import word_diff
from wtsocial.ui.parts.differences import difference
from wtsocial.ui.texts import t
from wtsocial.views import DiffPiece


@dataclass(frozen=True)
class Side:
    """One text that both changed, as each has it now, and what leads from theirs to mine."""

    name: str
    theirs: str
    mine: str
    pieces: list[DiffPiece] = field(default_factory=list[DiffPiece])


@dataclass(frozen=True)
class Clash:
    """A conflict on the screen; `latest` 0 is none."""

    base: int = 0
    latest: int = 0
    by: str = ""
    sides: list[Side] = field(default_factory=list[Side])


async def clash_of(conflict: EditConflict, **mine: str) -> Clash:
    """What to show of a conflict, with what this person wrote by field; long texts are compared off the loop."""
    sides: list[Side] = []
    for name, text in mine.items():
        theirs = conflict.theirs_rules if name == "rules" else conflict.theirs
        if theirs != text:
            pieces = await asyncio.to_thread(word_diff, theirs, text)
            sides.append(Side(name, theirs, text, [DiffPiece(piece.kind, piece.text) for piece in pieces]))
    return Clash(conflict.base, conflict.latest, conflict.theirs_by, sides)


def conflict(clash: rx.Var[Clash]) -> rx.Component:
    """The conflict, where there is one; the form's own fields below it hold what this person wrote."""
    return rx.cond(
        clash.latest > 0,
        rx.el.section(
            rx.el.h2(t("conflict.title"), id="clash-title"),
            rx.el.p(
                rx.cond(
                    clash.by != "",
                    t("conflict.what", name=clash.by, base=clash.base, latest=clash.latest),
                    t("conflict.what_nobody", base=clash.base, latest=clash.latest),
                )
            ),
            rx.foreach(clash.sides, _side),
            rx.el.p(rx.el.b(t("conflict.settle"))),
            class_name="clash",
            role="alert",
            tab_index=-1,
            aria_labelledby="clash-title",
        ),
    )


def _side(side: rx.Var[Side]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(t("conflict.part_" + side.name), class_name="overline"),
        rx.el.div(
            _version(t("conflict.theirs"), side.theirs),
            _version(t("conflict.mine"), side.mine),
            class_name="sides",
        ),
        rx.el.h4(t("conflict.difference"), class_name="overline"),
        difference(side.pieces),
        class_name="stack",
    )


def _version(label: Any, text: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.h4(label, class_name="overline"),
        rx.el.div(
            rx.cond(text != "", text, t("conflict.empty")), class_name="version", dir="auto", tab_index=0, role="group", aria_label=label
        ),
    )
