"""An edit war on the post's page: every version that can be voted for, the vote, and a moderator's decision."""

from typing import Any

import reflex as rx

from wtsocial.editing.views import OptionView
from wtsocial.pages.post.dispute_state import DecideDisputeState, DisputeState
from wtsocial.posts.views import PostView
from wtsocial.text import limits
from wtsocial.ui.dialogs import form_dialog, open_dialog, toast
from wtsocial.ui.parts.forms import answers, field
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import link, member_link
from wtsocial.ui.parts.written import written
from wtsocial.ui.reload_on import without_erased
from wtsocial.ui.texts import moment, number, t

# Here its vars are Vars of the page, whatever their annotations say.
DISPUTE: Any = DisputeState


def dispute(post: rx.Var[PostView]) -> rx.Component:
    """While a post is disputed. It reads itself when it appears: the war may begin while the page is open."""
    here = DISPUTE.dispute
    inside = rx.fragment(
        rx.el.p(t("dispute.what_" + here.what), " ", t("dispute.until", at=moment(here.ends_at))),
        answers(DISPUTE),
        without_erased(here, DISPUTE.open),
        rx.el.ul(rx.foreach(here.options, lambda option, place: _option(post, option, place)), class_name="stack plain"),
        rx.el.p(
            t("dispute.parties"),
            " ",
            rx.foreach(here.parties, lambda name: rx.el.span(member_link(name), " ", key=name)),
            class_name="quiet-text",
        ),
        rx.cond(~here.may_vote, rx.el.p(t("dispute.who"), class_name="quiet-text")),
        rx.cond(here.may_decide, _decision_sheet(here)),
    )
    return rx.fragment(
        rx.cond(
            post.disputed,
            rx.el.section(
                rx.el.h2(t("dispute.title"), id="dispute-title"),
                rx.cond(here.post_id == post.id, inside),
                on_mount=DISPUTE.open,
                class_name="card stack dispute",
                aria_labelledby="dispute-title",
                id="dispute",
            ),
        ),
        toast(DecideDisputeState),
    )


def _option(post: rx.Var[PostView], option: rx.Var[OptionView], place: rx.Var[int]) -> rx.Component:
    here = DISPUTE.dispute
    # What was heard since is newer than what was read.
    votes = rx.cond(post.dispute_votes.length() > place, post.dispute_votes[place], option.votes)
    label = t("dispute.by", name=option.by)
    return rx.el.li(
        rx.el.h3(label, " ", rx.el.span("#", number(option.number), class_name="quiet-text nums")),
        rx.el.p(
            rx.cond(option.stands, rx.el.span(t("dispute.stands"), class_name="chip good")),
            rx.cond(option.first, rx.el.span(t("dispute.first"), class_name="chip")),
            rx.cond(option.fought, rx.el.span(t("dispute.fought"), class_name="chip doubt")),
            class_name="row tight",
        ),
        rx.el.div(
            rx.cond(option.text != "", rx.el.div(option.text, **written(option.text, post.language)), t("conflict.empty")),
            class_name="version",
            tab_index=0,
            role="group",
            aria_label=label,
        ),
        rx.el.div(
            rx.cond(here.may_vote, _vote_button(option)),
            rx.el.span(t("dispute.votes", count=votes), class_name="nums"),
            rx.cond(~option.stands, _difference(option)),
            rx.cond(here.may_decide, _decide_button(option)),
            class_name="row",
        ),
        class_name="stack tight",
        key=option.number,
    )


def _vote_button(option: rx.Var[OptionView]) -> rx.Component:
    pressed = DISPUTE.dispute.mine == option.number
    return rx.el.button(
        rx.cond(pressed, icon("check"), rx.fragment()),
        t("dispute.vote"),
        type="button",
        class_name=rx.cond(pressed, "btn main", "btn"),
        aria_label=t("dispute.vote_for", name=option.by, number=number(option.number)),
        custom_attrs={"aria-pressed": rx.cond(pressed, "true", "false")},
        on_click=DISPUTE.vote(DISPUTE.dispute.post_id, option.number),
    )


def _difference(option: rx.Var[OptionView]) -> rx.Component:
    return link(t("dispute.difference"), to=f"/post/{DISPUTE.dispute.post_id}/diff/{option.number}/{DISPUTE.stands}", class_name="act")


def _decide_button(option: rx.Var[OptionView]) -> rx.Component:
    return rx.el.button(
        icon("check"),
        t("dispute.decide"),
        type="button",
        class_name="act",
        aria_label=t("dispute.decide_for", name=option.by, number=number(option.number)),
        on_click=open_dialog("decide-dispute", number=option.number),
    )


def _decision_sheet(here: Any) -> rx.Component:
    errors: Any = DecideDisputeState.errors
    reason = rx.el.textarea(name="reason", max_length=limits.REASON, rows=3)
    return form_dialog(
        "decide-dispute",
        DecideDisputeState,
        DecideDisputeState.decide,
        rx.el.p(t("dispute.decide_what"), class_name="quiet-text"),
        field("reason", "field.reason", reason, errors=errors, hint="decide.reason_hint", form="decide-dispute"),
        label="dispute.decide",
        send="dispute.decide",
        start={"post_id": here.post_id},
        on_open=DecideDisputeState.begin,
    )
