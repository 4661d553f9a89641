"""Writing: forms that keep what is typed as a draft, show what it will look like, and lose nothing."""

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Refusal, Unavailable
from wtsocial.core.off_loop import off_loop
from wtsocial.posts.drafts import drop_draft, keep_draft
from wtsocial.text import limits
from wtsocial.text.markdown import render
from wtsocial.ui.call import Answers, call, viewer_of
from wtsocial.ui.parts.written import written
from wtsocial.ui.texts import message, t

LIBRARY = "$/public/kit/forms/draft_forms.js"
MARK = 20
"""Signs of the mark of a draft, which are milliseconds."""


@dataclass(frozen=True)
class Fill:
    """What a form's fields start with. One of the same place is heeded only while nothing was typed, unless it has `force`."""

    place: str = ""
    values: dict[str, str] = field(default_factory=dict[str, str])
    force: bool = False
    turn: int = 0
    """Makes two equal ones differ: an unchanged value would not be sent."""
    proposed: list[str] = field(default_factory=list[str])
    """The fields whose value nobody chose: an offer takes its place until somebody does."""


def words(typed: Any, *names: str) -> dict[str, str]:
    """The named fields of what a browser sent, each a string whatever it sent; nothing else of it."""
    given: dict[Any, Any] = typed if isinstance(typed, dict) else {}
    return {name: value if isinstance(value := given.get(name), str) else "" for name in names}


def mark_of(typed: Any) -> str:
    """The mark with which a browser sent what is typed: it is told that mark when that is stored (kit/forms/local_drafts.js)."""
    return words(typed, "mark")["mark"][:MARK]


class Writing(Answers, rx.State, mixin=True):
    """A form that is written in. Who uses it says what becomes of what is typed (`_typed`), and where drafts are kept (`_place`)."""

    fill: Fill = Fill()
    offer: dict[str, str] = {}
    draft: dict[str, Any] = {}
    """What became of the draft, as a message."""
    looks: dict[str, str] = {}
    """How the Markdown fields will look, as HTML by field."""
    working: bool = False
    stored: str = ""
    """The mark of the draft that is stored now."""
    _mark: str = ""
    _place: str = ""

    @rx.event
    async def keep(self, typed: dict[str, Any]):
        """What stands in the fields, whenever the typing pauses."""
        try:
            viewer = await viewer_of(self)
            # Showing what it will look like is work: not for whoever happens to have the address of the socket.
            if viewer.known and self._belongs_here(typed):
                self._mark = mark_of(typed)
                await self._typed(viewer, typed)
        except Unavailable:
            self.draft = {"key": "draft.away", "params": {}}

    async def _typed(self, viewer: Viewer, typed: Any) -> None:
        raise NotImplementedError

    def _lacks(self, fields: dict[str, str], **needed: str) -> bool:
        """Whether a field that has to be filled is not; all are told at once. `needed` names each one's message."""
        self.errors = {name: {"key": key, "params": {}} for name, key in needed.items() if not fields[name].strip()}
        return bool(self.errors)

    def _belongs_here(self, typed: Any) -> bool:
        """Whether this was typed into the form that is open, and not into one that was open a moment ago."""
        return words(typed, "place")["place"] == self._place != ""

    async def _keep_draft(self, viewer: Viewer, fields: dict[str, str], *, worth: bool) -> None:
        """Keep the fields, or let them go when there is nothing in them worth keeping."""
        try:
            if worth:
                await call(keep_draft, viewer, place=self._place, fields=fields)
            else:
                await call(drop_draft, viewer, place=self._place)
            self.draft = {"key": "draft.saved", "params": {}} if worth else {}
            self.stored = self._mark
        except Refusal as refusal:
            self.draft = {"key": refusal.key, "params": dict(refusal.params)}

    async def _drop_draft(self, viewer: Viewer) -> None:
        await call(drop_draft, viewer, place=self._place)
        self._forget_typed()

    def _forget_typed(self) -> None:
        """What was typed is where it belongs, or nowhere: the form begins anew."""
        self.draft, self.fill, self.offer, self.looks = {}, Fill(), {}, {}

    async def _show(self, **texts: str) -> None:
        """Render Markdown fields for the eye, off the loop."""
        shown = [await off_loop(render, text[: limits.POST_TEXT]) for text in texts.values()]
        self.looks = {**self.looks, **dict(zip(texts, shown, strict=True))}


class WritingForm(rx.Component):
    """The form in the browser; see kit/forms/draft_forms.js."""

    library = LIBRARY
    tag = "DraftForm"

    fill: rx.Var[Any]
    offer: rx.Var[Any]
    errors: rx.Var[Any]
    busy: rx.Var[bool]
    stored: rx.Var[str]
    instant: rx.Var[bool]

    on_keep: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any])]
    on_leave: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_send: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any])]


def writing_form(state: Any, *children: Any, send: Any, **props: Any) -> rx.Component:
    """The form of a state with `Writing`; `send` is the handler that gets what is typed when it is sent."""
    return WritingForm.create(
        *children,
        fill=state.fill,
        offer=state.offer,
        errors=state.errors,
        busy=state.working,
        stored=state.stored,
        on_keep=state.keep,
        on_send=send,
        class_name="form",
        **props,
    )


def draft_status(state: Any) -> rx.Component:
    """That what is typed is kept, or why not."""
    return rx.el.span(rx.cond(state.draft, rx.fragment(message(state.draft))), role="status", class_name="quiet-text")


def look(state: Any, name: str) -> rx.Component:
    """How a Markdown field will look, under it."""
    html = rx.Var(f"(({state.looks!s})[{name!r}] ?? '')", _var_type=str, _var_data=state.looks._get_all_var_data()).to(str)
    return rx.cond(
        html != "",
        rx.el.div(
            rx.el.h2(t("write.preview"), class_name="overline"),
            rx.html(html, class_name="prose", **written(html)),
            class_name="look",
        ),
    )


def send_button(state: Any, label: str) -> rx.Component:
    """The button that sends the form; it says at once that it is at work."""
    return rx.el.button(t(label), type="submit", class_name="btn main", custom_attrs={"aria-busy": rx.cond(state.working, "true", "false")})
