"""Two people saved on one base: what both began from and both texts, with their difference, ready to be settled, nothing lost."""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from wtsocial.core.errors import EditConflict
from wtsocial.core.off_loop import off_loop
from wtsocial.i18n import say
from wtsocial.posts.queries import draft
from wtsocial.revisions.views import DiffPiece
from wtsocial.text.differences import word_diff
from wtsocial.text.merging import Conflict, merge
from wtsocial.ui.call import handling
from wtsocial.ui.draft_forms import Fill, Writing
from wtsocial.ui.parts.differences import difference
from wtsocial.ui.parts.forms import button
from wtsocial.ui.parts.written import written
from wtsocial.ui.texts import t


@dataclass(frozen=True)
class Side:
    """One text that both changed: what both began from, as each has it now, and what leads from theirs to mine.

    `offer` is both in one, with each clashing stretch marked; empty where there is nothing to offer.
    """

    name: str
    theirs: str
    mine: str
    pieces: list[DiffPiece] = field(default_factory=list[DiffPiece])
    base: str = ""
    offer: str = ""


@dataclass(frozen=True)
class Clash:
    """A conflict on the screen; `latest` 0 is none. `based`: what both began from can be shown."""

    base: int = 0
    latest: int = 0
    by: str = ""
    sides: list[Side] = field(default_factory=list[Side])
    based: bool = False
    offers: bool = False


async def clash_of(conflict: EditConflict, *, language: str = "en", **mine: str) -> Clash:
    """What to show of a conflict, with what this person wrote by field; long texts are compared off the loop."""
    sides = [side for name, text in mine.items() if (side := await off_loop(_side_of, conflict, language, name, text))]
    based = conflict.base_text is not None
    return Clash(conflict.base, conflict.latest, conflict.theirs_by, sides, based, any(side.offer for side in sides))


def _side_of(conflict: EditConflict, language: str, name: str, mine: str) -> Side | None:
    theirs, base = (conflict.theirs_rules, conflict.base_rules) if name == "rules" else (conflict.theirs, conflict.base_text)
    if theirs == mine:
        return None
    pieces = [DiffPiece(piece.kind, piece.text) for piece in word_diff(theirs, mine)]
    known = conflict.base_text is not None
    offer = _offered(base or "", mine, theirs, language, conflict.theirs_by) if known and name != "headline" else ""
    return Side(name, theirs, mine, pieces, base or "", offer)


def _offered(base: str, mine: str, theirs: str, language: str, by: str) -> str:
    """Both texts in one: what merges by itself, and of each clashing stretch both versions between marks."""

    def marked(part: Conflict) -> str:
        one, other = say(language, "conflict.mark_mine"), say(language, "conflict.mark_theirs", name=by)
        return f"⟦{one}⟧ {part.mine.strip()} ⟦{other}⟧ {part.theirs.strip()} ⟦⟧"

    return "".join(marked(part) if isinstance(part, Conflict) else part for part in merge(base, mine, theirs).parts)


class Settling(Writing, rx.State, mixin=True):
    """A form whose save may be a conflict: it is settled in the form's own fields, on the newest base."""

    clash: Clash = Clash()

    @rx.event
    async def take_both(self):
        """Fill the fields with both texts in one, to go on from there; what was typed still stands in the conflict."""
        offers = {side.name: side.offer for side in self.clash.sides if side.offer}
        async with handling(self) as viewer:
            kept = await draft(viewer, self._place) if offers and viewer.known else {}
        if kept:
            values = offers | {"based_on": str(self.clash.latest)}
            await self._keep_draft(viewer, kept | values, worth=True)
            self.fill = Fill(self._place, values, force=True, turn=self.fill.turn + 1)


def conflict(clash: rx.Var[Clash], *, take: Any = None) -> rx.Component:
    """The conflict, where there is one; the form's own fields below it hold what this person wrote. `take` fills them with both."""
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
            rx.foreach(clash.sides, lambda side: _side(side, clash)),
            rx.el.p(rx.el.b(t("conflict.settle"))),
            rx.cond(clash.offers, _take(take)) if take is not None else rx.fragment(),
            class_name="clash",
            role="alert",
            tab_index=-1,
            aria_labelledby="clash-title",
        ),
    )


def _take(take: Any) -> rx.Component:
    return rx.el.div(
        button("conflict.take", kind="", on_click=take),
        rx.el.p(t("conflict.take_hint"), class_name="quiet-text"),
        class_name="stack tight",
    )


def _side(side: rx.Var[Side], clash: rx.Var[Clash]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(t("conflict.part_" + side.name), class_name="overline"),
        rx.cond(clash.based, _version(t("conflict.base", number=clash.base), side.base)),
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
            rx.cond(text != "", rx.el.div(text, **written(text)), t("conflict.empty")),
            class_name="version",
            tab_index=0,
            role="group",
            aria_label=label,
        ),
    )
