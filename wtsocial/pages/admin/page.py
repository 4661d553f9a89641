"""The dashboard: what is happening, and what waits for a decision."""

from typing import Any

import reflex as rx

from wtsocial.pages.admin.frame import ways
from wtsocial.pages.admin.jobs import jobs_section
from wtsocial.pages.admin.joining import joining_section
from wtsocial.pages.admin.state import AdminState
from wtsocial.ui.ends import ends_field
from wtsocial.ui.layout import page
from wtsocial.ui.parts.charts import spark
from wtsocial.ui.parts.durations import duration
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.parts.links import link, link_button
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, number, t


def dashboard() -> rx.Component:
    """`/admin`"""
    figures = AdminState.figures
    return page(
        rx.cond(AdminState.ready, ways()),
        rx.el.h1(t("nav.admin")),
        answers(AdminState),
        rx.cond(
            AdminState.ready,
            rx.fragment(
                rx.cond(
                    AdminState.waiting > 0,
                    rx.el.p(
                        t("admin.waiting", count=AdminState.waiting),
                        " ",
                        link(t("nav.moderation"), to="/moderation"),
                        class_name="notice doubt",
                    ),
                ),
                rx.cond(
                    figures.payments_failed > 0,
                    rx.el.p(t("admin.payments_failed", count=figures.payments_failed), class_name="notice doubt"),
                ),
                rx.cond(
                    figures.payments_refused > 0,
                    rx.el.p(t("admin.payments_refused", count=figures.payments_refused), class_name="notice doubt"),
                ),
                rx.cond(figures.unmoderated.length() > 0, _unmoderated(figures)),
                rx.el.div(
                    _figure("admin.members", figures.members, t("admin.active", count=figures.active), figures.members_by_day, "accent"),
                    _figure("admin.posts", figures.posts, t("admin.comments", count=figures.comments), figures.posts_by_day, "accent"),
                    _figure("admin.corrections", figures.corrections, t("admin.fortnight"), figures.corrections_by_day, "good"),
                    _figure("admin.flags", figures.flags_open, t("admin.fortnight"), figures.flags_by_day, "doubt"),
                    _figure("admin.unconfirmed", figures.unconfirmed, t("admin.unconfirmed_more"), None, ""),
                    _figure("admin.suspended_now", figures.suspended, t("admin.suspended_more"), None, ""),
                    _figure("nav.subwikis", figures.subwikis, t("admin.subwikis_more"), None, ""),
                    class_name="figs four",
                ),
                _vitals(AdminState.vitals),
                rx.cond(figures.counted_at > 0, rx.el.p(t("admin.counted"), " ", ago(at=figures.counted_at), class_name="quiet-text")),
                joining_section(),
                jobs_section(),
                _accounts(),
            ),
        ),
        rx.cond(AdminState.errors.length() > 0, rx.cond(~SessionState.known, link_button("account.log_in", "/login?next=/admin"))),
        name="nav.admin",
        wide=True,
        ready=AdminState.ready | (AdminState.errors.length() > 0),
    )


def _unmoderated(figures: Any) -> rx.Component:
    """Subwikis that nobody moderates but the admins; on their pages a moderator can be named."""
    named = rx.foreach(figures.unmoderated, lambda slug: rx.el.span(link(bdi(slug), to=f"/w/{slug}/about"), " ", key=slug))
    return rx.el.p(t("admin.unmoderated"), " ", named, class_name="notice doubt")


def _figure(label: str, value: Any, more: Any, days: Any, tone: str) -> rx.Component:
    return rx.el.div(
        rx.el.span(t(label)),
        rx.el.b(number(value)),
        rx.el.span(more),
        spark(days, tone=tone, label=t(label)) if days is not None else rx.fragment(),
        class_name="fig",
    )


def _vitals(vitals: Any) -> rx.Component:
    """How the site does just now."""
    gigabyte = 1_000_000_000
    free, total = (
        rx.Var(f"Math.round({one!s} / {gigabyte})", _var_type=int, _var_data=one._get_all_var_data())
        for one in (vitals.disk_free, vitals.disk_total)
    )
    redis = rx.match(vitals.redis, ("answers", t("vitals.redis_answers")), ("away", t("vitals.redis_away")), t("vitals.redis_none"))
    return rx.el.section(
        rx.el.h2(t("vitals.title")),
        rx.cond(vitals.redis == "away", rx.el.p(t("vitals.redis_away"), class_name="notice doubt")),
        rx.cond(
            vitals.mails_failed > 0,
            rx.el.p(t("vitals.mails_failed", count=vitals.mails_failed), " ", bdi(vitals.last_error), class_name="notice doubt"),
        ),
        rx.el.div(
            _vital("vitals.correction", duration(vitals.correction), t("vitals.correction_more")),
            _vital("vitals.decision", duration(vitals.decision), rx.fragment(t("figures.ninetieth"), " ", duration(vitals.nine_of_ten))),
            _vital("vitals.mails", number(vitals.mails_waiting), t("vitals.mails_more")),
            _vital("vitals.disk", t("vitals.gigabytes", size=number(free)), t("vitals.disk_more", size=number(total))),
            _vital("vitals.database", rx.el.bdi(vitals.database, lang="en"), redis),
            class_name="figs four",
        ),
        class_name="stack",
    )


def _vital(label: str, value: Any, more: Any) -> rx.Component:
    return rx.el.div(rx.el.span(t(label)), rx.el.b(value), rx.el.span(more), class_name="fig")


def _accounts() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("admin.accounts")),
        rx.el.p(t("admin.accounts_what"), class_name="quiet-text"),
        rx.el.div(
            _account_form("suspend", AdminState.suspend, "bad", ends_field(AdminState.errors, form="suspend")),
            _account_form("reinstate", AdminState.reinstate, ""),
            class_name="sides",
        ),
        class_name="box stack",
    )


def _account_form(which: str, handler: Any, kind: str, *fields: rx.Component) -> rx.Component:
    return rx.el.form(
        rx.el.h3(t("admin." + which)),
        field(
            "name", "account.username", rx.el.input(name="name", required=True, auto_complete="off"), errors=AdminState.errors, form=which
        ),
        *fields,
        field(
            "reason", "moderation.reason", rx.el.input(name="reason", required=True, max_length=1000), errors=AdminState.errors, form=which
        ),
        rx.el.div(button("admin." + which, kind=kind, type="submit"), class_name="row"),
        on_submit=handler,
        class_name="stack",
    )
