"""A headline as it stood and as it stands, side by side."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from wtsocial.ui.parts.links import link
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.texts import t


def headline_change(one: Any, heading: Callable[..., rx.Component]) -> rx.Component:
    """Both headlines of a correction; the one that stands leads to its post. `heading` is its rank on the page (`rx.el.h2`)."""
    return rx.el.div(
        rx.el.div(rx.el.span(t("corrections.before"), class_name="overline"), rx.el.del_(bdi(one.before, one.language)), class_name="then"),
        rx.el.div(
            rx.el.span(t("corrections.after"), class_name="overline"),
            heading(link(bdi(one.after, one.language), to=f"/post/{one.post_id}"), class_name="headline"),
            class_name="now",
        ),
        class_name="turned",
    )
