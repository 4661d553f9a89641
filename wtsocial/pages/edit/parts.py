"""What the pages about a thing's revisions share."""

from typing import Any

import reflex as rx

from wtsocial.ui.parts.links import link
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.texts import t


def heading(key: str, path: Any, headline: rx.Var[str]) -> rx.Component:
    """The page's name over the headline that it is about."""
    return rx.el.header(
        rx.el.h1(t(key)),
        rx.cond(headline != "", rx.el.p(link(bdi(headline), to=path))),
        class_name="stack tight",
    )
