"""The door: what stands in place of a form for readers who are not logged in."""

import reflex as rx

from wtsocial.ui.parts.links import link_button
from wtsocial.ui.texts import t


def login_prompt(back: str) -> rx.Component:
    """Log in and come back to the page `back`, or join."""
    return rx.el.div(
        rx.el.p(t("error.login_needed")),
        rx.el.div(
            link_button("account.log_in", f"/login?next={back}"), link_button("account.join", "/register", kind=""), class_name="row"
        ),
        class_name="empty",
    )
