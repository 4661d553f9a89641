"""What an admin announced: at the top of every page until it is put away, in this browser, or taken down."""

from typing import Any

import reflex as rx

from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import t


class AnnouncementBanner(rx.Component):
    """The banner: `shown` is what stood there when the page was opened; what the bus says since is newer."""

    library = "$/public/kit/live/announcement.js"
    tag = "AnnouncementBanner"

    shown: rx.Var[Any]
    news: rx.Var[str]
    warning: rx.Var[str]
    dismiss: rx.Var[str]


def announcement_banner() -> rx.Component:
    """The one of every page; the layout renders it."""
    words = {"news": "nav.announcement_news", "warning": "nav.announcement_warning", "dismiss": "nav.announcement_dismiss"}
    return AnnouncementBanner.create(shown=SessionState.announcement, **{name: t(key) for name, key in words.items()})
