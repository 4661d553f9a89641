"""Lists of the dashboard: a filter by kind, or by how a name begins, in the address; pages; and the same as a file."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import reflex as rx

from wtsocial.accounts.views import Viewer
from wtsocial.core.paths import with_query
from wtsocial.ui.call import handling
from wtsocial.ui.dialogs import Submitting
from wtsocial.ui.draft_forms import WritingForm, words
from wtsocial.ui.parts.forms import button, field
from wtsocial.ui.parts.links import plain_link
from wtsocial.ui.texts import t

FILTERS = ("kind", "name")


class Listing(Submitting, rx.State, mixin=True):
    """A list of what is of a kind, or begins with a name, for admins alone."""

    ready: bool = False
    older: str = ""
    newest: str = ""
    """The addresses of the page further down and of the first one; empty where there is none."""
    kind: str = ""
    name: str = ""
    """What the address filters by."""
    file: str = ""
    """The address of the same list as a file."""

    async def _list(self, path: str, kinds: Sequence[str], read: Callable[[Viewer, dict[str, str]], Awaitable[str]]) -> None:
        """Read the page that the address asks for by `read`, which answers where the next begins; for anybody but admins, nothing."""
        self.ready, self.older, self.newest = False, "", ""
        async with handling(self) as viewer:
            given = words(dict(self.router.url.query_parameters), "older", *FILTERS)
            self.kind, self.name = given["kind"] if given["kind"] in kinds else "", given["name"]
            asked = asked_for({"kind": self.kind, "name": self.name})
            further = await read(viewer, {"kind": self.kind, "name": self.name, "older": given["older"]})
            self.file, self.ready = with_query(f"{path}.csv", **asked), True
            self.older = with_query(path, older=further, **asked) if further else ""
            self.newest = with_query(path, **asked) if given["older"] else ""


def asked_for(given: dict[str, str]) -> dict[str, str]:
    """What stands in the address: a name is looked for among all."""
    return {"name": given["name"]} if given["name"].strip() else {"kind": given["kind"]}


def filters(state: Any, kinds: Sequence[str], area: str, *, name: str = "members.name") -> rx.Component:
    """The form; `area` is how the keys of its kinds begin."""
    options = [rx.el.option(t(area + (kind or "all")), value=kind) for kind in kinds]
    return WritingForm.create(
        rx.el.div(
            field("kind", "listing.kind", rx.el.select(*options, name="kind", default_value=state.kind), form="filter"),
            field(
                "name",
                name,
                rx.el.input(name="name", type="search", default_value=state.name, auto_complete="off", max_length=253, dir="auto"),
                form="filter",
            ),
            button("changes.show", kind="", type="submit"),
            class_name="filters",
        ),
        on_send=state.choose,
        # Another address fills the fields anew.
        key=state.kind + " " + state.name,
    )


def as_file(state: Any, what: str) -> rx.Component:
    """The same as a file."""
    return rx.el.p(plain_link(t("members.file"), href=state.file), " ", t(what), class_name="quiet-text")


def nothing_found(state: Any, title: str) -> rx.Component:
    """That there is nothing of this kind here, and whether it is worth looking further."""
    more = rx.cond(state.older != "", t("listing.none_here"), t("listing.none_more"))
    return rx.el.div(rx.el.h2(t(title)), rx.el.p(more), class_name="empty")
