"""The inbox: every notice is one plain sentence and leads to what it is about."""

from typing import Any

import reflex as rx
from reflex.vars import VarData

from wtsocial.notifications.views import NoticeView
from wtsocial.pages.inbox.state import InboxState
from wtsocial.ui.announcer import announce_count
from wtsocial.ui.layout import page
from wtsocial.ui.live import live_heard
from wtsocial.ui.parts.differences import difference
from wtsocial.ui.parts.forms import answers, button
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import further, link, link_button
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.reload_on import without_erased
from wtsocial.ui.texts import ago, sentence, t

HEADLINES = (
    "corrected", "receipt", "suggested", "suggestion_live", "suggestion_to_answer", "suggestion_agreed", "suggestion_fallen",
    "suggestion_accepted", "suggestion_answered", "suggestion_declined", "suggestion_withdrawn", "suggestion_outdated",
)  # fmt: skip
"""Kinds of notices about another headline."""


def inbox() -> rx.Component:
    """`/inbox`"""
    fresh = live_heard("notice", InboxState.notices)
    return page(
        rx.el.h1(t("nav.inbox")),
        answers(InboxState),
        without_erased(InboxState.notices, InboxState.open),
        # The first message is the reading itself.
        rx.el.div(rx.cond((fresh > 1) & (InboxState.newest == ""), button("inbox.fresh", on_click=InboxState.open)), class_name="fresh"),
        announce_count("inbox.came", rx.cond(fresh > 1, fresh - 1, 0)),
        rx.cond(
            InboxState.ready,
            rx.cond(
                InboxState.known,
                rx.cond(
                    InboxState.notices.length() > 0,
                    rx.el.ul(rx.foreach(InboxState.notices, _notice), class_name="plain list box"),
                    rx.el.div(rx.el.h2(t("inbox.empty")), rx.el.p(t("inbox.empty_more")), class_name="empty"),
                ),
                rx.el.div(rx.el.h2(t("error.login_needed")), link_button("account.log_in", "/login?next=/inbox"), class_name="empty"),
            ),
            loading(),
        ),
        further(InboxState.older, InboxState.newest),
        name="nav.inbox",
        ready=InboxState.ready,
    )


def _notice(notice: rx.Var[NoticeView]) -> rx.Component:
    mark = rx.match(
        notice.kind,
        ("comment", icon("talk")),
        ("reply", icon("reply")),
        (*HEADLINES, icon("edit")),
        ("let_in", "friend_moved", "friend_came", icon("person")),
        icon("shield"),
    )
    words = rx.el.span(sentence("notice." + notice.kind, _filled(notice.params)))
    return rx.el.li(
        mark,
        rx.el.div(
            rx.cond(notice.path != "", link(words, to=notice.path), words),
            rx.cond(notice.same, rx.el.p(t("diff.same")), rx.cond(notice.pieces.length() > 0, difference(notice.pieces))),
            rx.cond(notice.voted, button("receipt.take_back", kind="", on_click=InboxState.take_back(notice.post_id))),
            rx.el.div(
                rx.cond(notice.read, rx.fragment(), rx.el.span(t("inbox.new"), class_name="chip good")),
                ago(at=notice.at),
                class_name="by",
            ),
        ),
        class_name="notice-line",
        key=notice.id,
    )


def _filled(params: Any) -> rx.Var[Any]:
    """The params, with a word in place of every headline that may not be shown any more."""
    unsaid = t("notice.unsaid")
    names = ", ".join(f'{name}: {params!s}.{name} === "" ? {unsaid!s} : {params!s}.{name}' for name in ("headline", "before", "after"))
    data = VarData.merge(params._get_all_var_data(), unsaid._get_all_var_data())
    return rx.Var(f"({{...{params!s}, {names}}})", _var_type=dict, _var_data=data)
