"""What the pages of the dashboard have in common: the way between them, and what stands there for all but admins."""

from typing import Any, Final

import reflex as rx

from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers
from wtsocial.ui.parts.links import NavLink
from wtsocial.ui.parts.login_prompt import login_prompt
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t

WAYS: Final = (
    ("/admin", "dashboard.overview"),
    ("/admin/members", "members.title"),
    ("/admin/subwikis", "nav.subwikis"),
    ("/admin/sources", "listing.sources"),
    ("/admin/invitations", "invitation.title"),
    ("/admin/settings", "dashboard.settings"),
    ("/admin/announcement", "dashboard.announcement"),
    ("/admin/rules", "dashboard.rules"),
)
"""The pages of the dashboard, in the order in which they are offered."""


def admin_page(state: Any, *children: Any, name: str, path: str, after: Any = None) -> rx.Component:
    """A page of the dashboard at `path`, whose `state` has `Answers` and is `ready` for admins alone."""
    strangers = SessionState.ready & ~SessionState.known
    return page(
        rx.cond(state.ready, ways()),
        rx.el.h1(t(name)),
        answers(state),
        rx.cond(state.ready, rx.fragment(*children), rx.cond(strangers, login_prompt(path))),
        *([after] if after is not None else []),
        name=name,
        wide=True,
        ready=state.ready | strangers | (state.errors.length() > 0),
    )


def ways() -> rx.Component:
    """To the other pages of the dashboard."""
    links = [NavLink.create(t(name), to=path) for path, name in WAYS]
    return rx.el.nav(*links, class_name="segments dashboard-ways", aria_label=t("nav.admin"))
