"""What is not there: said plainly, with a way on."""

import reflex as rx

from wtsocial.ui.parts.links import link_button
from wtsocial.ui.texts import t


def missing() -> rx.Component:
    """Stands in place of a page whose thing is not there, or not for this person: both look the same."""
    return rx.el.section(
        rx.el.h1(t("missing.title")),
        rx.el.p(t("missing.text")),
        rx.el.div(link_button("missing.newest", "/all"), link_button("missing.subwikis", "/subwikis", kind=""), class_name="row"),
        class_name="empty",
    )
