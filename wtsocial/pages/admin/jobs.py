"""The job queue on the dashboard."""

from typing import Any

import reflex as rx

from wtsocial.admin.views import DeadJobView
from wtsocial.pages.admin.jobs_state import JobsState
from wtsocial.ui.parts.forms import answers, button
from wtsocial.ui.parts.tables import wide_table
from wtsocial.ui.texts import ago, number, t

# Here its vars are Vars of the page, whatever their annotations say.
QUEUE: Any = JobsState
COLUMNS = ("queue.task", "queue.error", "queue.attempts", "queue.died", "queue.what_now")


def jobs_section() -> rx.Component:
    """What is due and since when, and a table of what was given up."""
    return rx.cond(
        QUEUE.ready,
        rx.el.section(
            rx.el.h2(t("queue.title")),
            answers(QUEUE),
            rx.cond(
                QUEUE.queue.due > 0,
                rx.el.p(t("queue.due", count=QUEUE.queue.due), " ", ago(at=QUEUE.queue.due_since), class_name="quiet-text"),
                rx.el.p(t("queue.none_due"), class_name="quiet-text"),
            ),
            rx.cond(QUEUE.queue.dead > 0, rx.el.p(t("queue.dead", count=QUEUE.queue.dead), class_name="notice doubt")),
            rx.cond(QUEUE.queue.dead > 0, _dead_jobs()),
            class_name="box stack",
        ),
    )


def _dead_jobs() -> rx.Component:
    table = rx.el.table(
        rx.el.thead(rx.el.tr(*[rx.el.th(t(column), scope="col") for column in COLUMNS])),
        rx.el.tbody(rx.foreach(QUEUE.queue.dead_jobs, _dead_job)),
        class_name="figures",
    )
    return wide_table(table, label=t("queue.title"))


def _dead_job(job: rx.Var[DeadJobView]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(job.task),
        rx.el.td(job.last_error),
        rx.el.td(number(job.attempts)),
        rx.el.td(ago(at=job.died_at)),
        rx.el.td(
            button("queue.retry", kind="", type="button", on_click=QUEUE.retry(job.id)),
            " ",
            button("queue.discard", kind="bad", type="button", on_click=QUEUE.discard(job.id)),
        ),
    )
