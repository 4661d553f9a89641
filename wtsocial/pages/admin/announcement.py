"""`/admin/announcement`: what stands at the top of every page, and what stood there."""

from typing import Any, Final

import reflex as rx

from wtsocial.admin.views import PastAnnouncement
from wtsocial.pages.admin.announcement_state import AnnouncementState
from wtsocial.pages.admin.frame import admin_page
from wtsocial.text import limits
from wtsocial.ui.dialogs import IdempotencyKey
from wtsocial.ui.parts.forms import button, field, room
from wtsocial.ui.parts.links import link, member_link, sep
from wtsocial.ui.parts.written import written
from wtsocial.ui.reload_on import ReloadOn
from wtsocial.ui.texts import ago, moment, t

# Here its vars are Vars of the page, whatever their annotations say.
STATE: Any = AnnouncementState
TONES: Final = ("news", "warning")
HOURS: Final = (0, 1, 6, 24, 72, 168)
"""For how long; 0 until it is taken down."""


def announcement() -> rx.Component:
    """`/admin/announcement`"""
    shown = STATE.announcements.shown
    return admin_page(
        STATE,
        ReloadOn.create(kind="announcement", loaded=STATE.announcements, on_heard=STATE.again),
        rx.el.p(t("announcement.what"), " ", link(t("nav.log"), to="/log?action=announce"), class_name="quiet-text"),
        rx.cond(shown.id > 0, _shown(shown)),
        _form(shown),
        rx.cond(STATE.announcements.past.length() > 0, _past()),
        name="announcement.title",
        path="/admin/announcement",
    )


def _shown(shown: Any) -> rx.Component:
    reason = rx.el.input(name="reason", required=True, max_length=room(limits.REASON), dir="auto", auto_complete="off")
    return rx.el.section(
        rx.el.h2(t("announcement.now")),
        rx.el.blockquote(shown.text, **written(shown.text)),
        rx.el.p(
            t("announcement." + shown.tone),
            sep(),
            rx.cond(shown.until > 0, t("log.until", at=moment(shown.until)), t("announcement.hours_0")),
            class_name="quiet-text by",
        ),
        rx.el.form(
            field("reason", "announcement.why", reason, errors=STATE.errors, form="end"),
            rx.el.div(button("announcement.take_down", kind="bad", type="submit"), class_name="row"),
            IdempotencyKey.create(turn=STATE.done),
            on_submit=STATE.take_down,
            key="end" + STATE.done.to_string(),
            class_name="stack",
        ),
        class_name="box stack",
    )


def _form(shown: Any) -> rx.Component:
    text = rx.el.input(name="text", required=True, max_length=room(limits.ANNOUNCEMENT), dir="auto", auto_complete="off")
    tones = [rx.el.option(t("announcement." + tone), value=tone) for tone in TONES]
    hours = [rx.el.option(t(f"announcement.hours_{count}"), value=str(count)) for count in HOURS]
    return rx.el.form(
        rx.el.h2(t("announcement.new")),
        rx.cond(shown.id > 0, rx.el.p(t("announcement.replaces"), class_name="notice doubt")),
        field("text", "announcement.text", text, errors=STATE.errors, hint="announcement.text_hint", form="announce"),
        rx.el.div(
            field("tone", "announcement.tone", rx.el.select(*tones, name="tone"), errors=STATE.errors, form="announce"),
            field("hours", "announcement.how_long", rx.el.select(*hours, name="hours"), errors=STATE.errors, form="announce"),
            class_name="sides",
        ),
        rx.el.div(button("announcement.announce", type="submit"), class_name="row"),
        IdempotencyKey.create(turn=STATE.done),
        on_submit=STATE.announce,
        key="new" + STATE.done.to_string(),
        class_name="box stack",
    )


def _past() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("announcement.past")),
        rx.el.ol(rx.foreach(STATE.announcements.past, _past_one), class_name="plain list box"),
        class_name="stack",
    )


def _past_one(one: rx.Var[PastAnnouncement]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(t("announcement." + one.tone), class_name="chip"),
            member_link(one.by),
            sep(),
            ago(at=one.at),
            sep(),
            t("log.until", at=moment(one.ended)),
            class_name="by",
        ),
        rx.el.p(one.text, **written(one.text)),
        key=one.id,
    )
