"""An edit war on the post's page: both versions side by side, and the vote."""

from typing import Any

import reflex as rx

from wtsocial.pages.post.dispute_state import DisputeState
from wtsocial.posts.views import PostView
from wtsocial.ui.parts.forms import answers
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import link, member_link
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
        rx.el.div(_version(post, "one"), _version(post, "other"), class_name="sides"),
        rx.el.p(
            link(t("dispute.difference"), to=f"/post/{here.post_id}/diff/{here.number_one}/{here.number_other}"),
            " · ",
            t("dispute.parties"),
            " ",
            rx.foreach(here.parties, lambda name: rx.el.span(member_link(name), " ", key=name)),
            class_name="quiet-text",
        ),
        rx.cond(~here.may_vote, rx.el.p(t("dispute.who"), class_name="quiet-text")),
    )
    return rx.cond(
        post.disputed,
        rx.el.section(
            rx.el.h2(t("dispute.title"), id="dispute-title"),
            rx.cond(here.post_id == post.id, inside),
            on_mount=DISPUTE.open,
            class_name="card stack dispute",
            aria_labelledby="dispute-title",
            id="dispute",
        ),
    )


def _version(post: rx.Var[PostView], which: str) -> rx.Component:
    here = DISPUTE.dispute
    by, shown, at = getattr(here, f"by_{which}"), getattr(here, which), getattr(here, f"number_{which}")
    # What was heard since is newer than what was read.
    heard = post.votes_one + post.votes_other > 0
    votes = rx.cond(heard, getattr(post, f"votes_{which}"), getattr(here, f"votes_{which}"))
    pressed = here.mine == which
    label = t("dispute.by", name=by)
    return rx.el.div(
        rx.el.h3(label, " ", rx.el.span("#", number(at), class_name="quiet-text nums")),
        rx.el.div(
            rx.cond(shown != "", shown, t("conflict.empty")), class_name="version", dir="auto", tab_index=0, role="group", aria_label=label
        ),
        rx.el.div(
            rx.cond(
                here.may_vote,
                rx.el.button(
                    rx.cond(pressed, icon("check"), rx.fragment()),
                    t("dispute.vote"),
                    type="button",
                    class_name=rx.cond(pressed, "btn main", "btn"),
                    aria_label=t("dispute.vote_for", name=by),
                    custom_attrs={"aria-pressed": rx.cond(pressed, "true", "false")},
                    on_click=DISPUTE.vote(here.post_id, which == "other"),
                ),
            ),
            rx.el.span(t("dispute.votes", count=votes), class_name="nums", aria_live="polite"),
            class_name="row",
        ),
        class_name="stack tight",
    )
