"""Tables that are wider than a phone: they scroll by themselves, and say so where they do."""

import reflex as rx

from wtsocial.ui.texts import t


def wide_table(table: rx.Component, *, label: rx.Var[str]) -> rx.Component:
    """A table in a region of its own, named `label`, which the keyboard reaches: the page never scrolls sideways."""
    return rx.fragment(
        rx.el.p(t("nav.scrolls"), class_name="quiet-text says-scrolls"),
        rx.el.div(table, class_name="scrolled", tab_index=0, role="region", aria_label=label),
    )
