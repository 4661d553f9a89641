"""`/u/NAME`: who a member is here, and what they posted."""

from typing import Any

import reflex as rx

from wtsocial.accounts.views import MemberView
from wtsocial.pages.people.record import record_of
from wtsocial.pages.people.state import ProfileState
from wtsocial.text import limits
from wtsocial.ui.feeds import feed_list
from wtsocial.ui.following import follow_button
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import answers, button
from wtsocial.ui.parts.links import link_button, member_link
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import day, number, t

# Here their vars are Vars of the page, whatever their annotations say.
PROFILE: Any = ProfileState


def profile() -> rx.Component:
    """`/u/NAME`"""
    member = PROFILE.member
    return page(
        rx.cond(
            PROFILE.missing,
            missing(),
            rx.fragment(
                rx.cond(member.id > 0, _cover(member), loading()),
                rx.cond(member.id > 0, record_of(member.name)),
                rx.el.div(rx.el.span(t("feed.sort")), class_name="sort"),
                feed_list(PROFILE, label=t("profile.posts_by", name=member.name), empty=_empty()),
            ),
        ),
        name=rx.cond(PROFILE.missing, t("missing.title"), member.name),
        ready=PROFILE.missing | (member.id > 0),
    )


def _cover(member: rx.Var[MemberView]) -> rx.Component:
    return rx.el.header(
        rx.el.div(
            rx.el.h1(bdi(member.name), id="member-name"),
            rx.cond(PROFILE.own, link_button("profile.settings", "/settings", kind=""), _choose(member)),
            class_name="row apart",
        ),
        rx.el.p(
            rx.cond(
                member.state == "suspended",
                rx.el.span(t("standing.suspended"), class_name="chip bad"),
                rx.el.span(t("standing." + member.standing), class_name="chip"),
            ),
            rx.cond(member.donor, rx.fragment(" ", rx.el.span(t("profile.donor"), class_name="chip good"))),
            " ",
            t("profile.since", when=day(member.joined)),
            class_name="quiet-text",
        ),
        rx.cond(member.inviter != "", rx.el.p(t("profile.invited_by"), " ", member_link(member.inviter), class_name="quiet-text")),
        rx.cond(PROFILE.unseen, rx.el.p(t("profile.unseen"), class_name="notice doubt")),
        answers(PROFILE),
        rx.cond(member.may_trust, button("profile.trust", kind="", on_click=PROFILE.trust)),
        rx.cond(member.about_html != "", rx.html(member.about_html, class_name="prose", **written(member.about_html))),
        rx.el.dl(
            _figure("profile.posts", member.posts),
            _figure("profile.corrections", member.corrections),
            _figure("profile.comments", member.comments),
            rx.cond(member.own_errors > 0, _figure("profile.own_errors", member.own_errors)),
            class_name="counts",
        ),
        class_name="cover",
    )


def _choose(member: rx.Var[MemberView]) -> rx.Component:
    hide = rx.cond(
        PROFILE.unseen,
        button("profile.show_again", kind="quiet", on_click=PROFILE.hide(False)),
        button("profile.hide", kind="quiet", on_click=PROFILE.hide(True)),
    )
    follow = follow_button(PROFILE, member.name, member.followed, about="member-name")
    return rx.el.div(rx.cond(SessionState.known, hide), follow, class_name="row")


def _figure(label: str, count: Any) -> rx.Component:
    many = rx.cond(count > limits.COUNTED, t("profile.more_than", count=limits.COUNTED), number(count))
    return rx.el.div(rx.el.dt(t(label)), rx.el.dd(many, class_name="nums"))


def _empty() -> rx.Component:
    return rx.el.div(rx.el.h2(t("profile.empty")), rx.el.p(t("profile.empty_more")), class_name="empty")
