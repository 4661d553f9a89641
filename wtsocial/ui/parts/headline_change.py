"""A headline as it stood and as it stands, side by side."""

from collections.abc import Callable

import reflex as rx

from wtsocial.ui.parts.links import link
from wtsocial.ui.texts import t


def headline_change(before: rx.Var[str], after: rx.Var[str], post_id: rx.Var[int], heading: Callable[..., rx.Component]) -> rx.Component:
    """Both headlines; the one that stands leads to its post. `heading` is its rank on the page (`rx.el.h2`)."""
    return rx.el.div(
        rx.el.div(rx.el.span(t("corrections.before"), class_name="overline"), rx.el.del_(rx.el.bdi(before)), class_name="then"),
        rx.el.div(
            rx.el.span(t("corrections.after"), class_name="overline"),
            heading(link(rx.el.bdi(after), to=f"/post/{post_id}"), class_name="headline"),
            class_name="now",
        ),
        class_name="turned",
    )
