"""`/tag/NAME`: what was posted with a #tag, and following it."""

from typing import Any

import reflex as rx

from wtsocial.pages.tags.state import TagState
from wtsocial.text import limits
from wtsocial.ui.feeds import feed_list
from wtsocial.ui.following import follow_button
from wtsocial.ui.layout import page
from wtsocial.ui.parts.forms import button
from wtsocial.ui.parts.links import link_button
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import loading
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.texts import t

# Here its vars are Vars of the page, whatever its annotations say.
TAG: Any = TagState


def tag() -> rx.Component:
    """`/tag/NAME`"""
    here = TAG.tag
    return page(
        rx.cond(
            TAG.missing,
            missing(),
            rx.fragment(
                rx.cond(here.tag != "", _cover(), loading()),
                rx.el.div(rx.el.span(t("feed.sort")), class_name="sort"),
                feed_list(TAG, label="#" + here.tag, empty=_empty()),
            ),
        ),
        name=rx.cond(TAG.missing, t("missing.title"), "#" + here.tag),
        ready=TAG.missing | (here.tag != ""),
        aside=rx.el.section(rx.el.h2(t("tag.what_title")), rx.el.p(t("tag.what")), class_name="box"),
    )


def _cover() -> rx.Component:
    here = TAG.tag
    return rx.el.header(
        rx.el.div(
            rx.el.h1(bdi("#" + here.tag), id="tag-name"),
            follow_button(TAG, here.tag, here.followed, about="tag-name"),
            class_name="row apart",
        ),
        rx.el.p(
            rx.cond(here.posts > limits.COUNTED, t("tag.more_posts", count=limits.COUNTED), t("tag.posts", count=here.posts)),
            class_name="quiet-text nums",
        ),
        rx.cond(here.hidden, _hidden()),
        class_name="cover",
    )


def _hidden() -> rx.Component:
    return rx.el.p(t("tag.hidden"), " ", button("tag.show", kind="quiet", on_click=TAG.show), class_name="notice doubt")


def _empty() -> rx.Component:
    return rx.el.div(
        rx.el.h2(t("tag.empty")), rx.el.p(t("tag.empty_more")), link_button("feed.see_all", "/all", kind=""), class_name="empty"
    )
