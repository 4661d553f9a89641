"""What the pages about a thing's revisions share."""

import reflex as rx

from wtsocial.ui.parts.links import link
from wtsocial.ui.texts import t


def heading(key: str, post_id: rx.Var[int], headline: rx.Var[str]) -> rx.Component:
    """The page's name over the headline that it is about."""
    return rx.el.header(
        rx.el.h1(t(key)),
        rx.cond(headline != "", rx.el.p(link(rx.el.bdi(headline), to=f"/post/{post_id}"))),
        class_name="stack tight",
    )
