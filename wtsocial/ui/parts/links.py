"""Links inside the site, which change the page without loading it, and links that lead away."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A
from reflex_components_core.react_router.dom import ReactRouterLink

from wtsocial.ui.parts.written import bdi
from wtsocial.ui.texts import t


class NavLink(rx.Component):
    """A link that knows whether it leads to the page that is open (`aria-current`)."""

    library = "$/public/kit/nav_link.js"
    tag = "NavLink"

    to: rx.Var[str]


def link(*children: Any, to: Any, **props: Any) -> rx.Component:
    """A link to another page of this site."""
    return ReactRouterLink.create(*children, to=to, **props)


def plain_link(*children: Any, href: Any, **props: Any) -> rx.Component:
    """A link that is left to the browser: to a place on this page, where it moves the focus, too, or to a file.

    Reflex's own `rx.el.a` is the router's, which knows pages alone: led to a file, it says that there is no such page.
    """
    return A.create(*children, href=href, **props)


def link_button(label: str, to: Any, *, kind: str = "main", **props: Any) -> rx.Component:
    """A link that looks like a button, because it is the next step."""
    return link(t(label), to=to, class_name=f"btn {kind}".strip(), **props)


def further(older: Any, newest: Any) -> rx.Component:
    """To the page of a list further down, and back to its beginning: addresses, so that a reload and a broken line lead nowhere else.

    Each is empty where there is none.
    """
    down = link_button("list.older", older, kind="", rel="next")
    first = link_button("list.newest", newest, kind="quiet")
    return rx.cond((older != "") | (newest != ""), rx.el.div(rx.cond(older != "", down), rx.cond(newest != "", first), class_name="row"))


def away(*children: Any, href: Any, **props: Any) -> rx.Component:
    """A link to another site, which learns nothing of this one."""
    return plain_link(*children, href=href, rel="nofollow noopener noreferrer ugc", **props)


def member_link(name: rx.Var[str], **props: Any) -> rx.Component:
    """A member's name, leading to their profile."""
    return link(bdi(name), to="/u/" + name, **props)


def wiki_link(slug: rx.Var[str], name: rx.Var[str], colour: rx.Var[str]) -> rx.Component:
    """A subwiki's name with its colour."""
    return link(dot(colour), bdi(name), to="/w/" + slug, class_name="wiki")


def dot(colour: rx.Var[str]) -> rx.Component:
    """A subwiki's mark; its name stands beside it."""
    return rx.el.span(class_name="dot", style={"background": colour}, aria_hidden="true")


def sep() -> rx.Component:
    """The dot between the parts of a quiet line; it is for the eye alone."""
    return rx.el.span(class_name="sep", aria_hidden="true")
