"""What a feed would begin with, before anything is saved: its first posts, in short."""

import reflex as rx

from wtsocial.feeds.views import EffectView
from wtsocial.posts.views import PostView
from wtsocial.ui.parts.links import dot, sep
from wtsocial.ui.parts.posts import headline
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.texts import ago, t


def preview(effect: rx.Var[EffectView]) -> rx.Component:
    """The first page of the feed as it would be, and what is hidden of today's newest posts."""
    posts = effect.feed.posts
    return rx.el.section(
        rx.el.h2(t("choices.preview"), id="preview"),
        rx.el.p(
            rx.cond(
                effect.of > 0,
                t("choices.preview_count", count=posts.length()),
                t("choices.preview_loading"),
            ),
            class_name="quiet-text nums",
            role="status",
        ),
        rx.cond(effect.hidden > 0, _hidden(effect)),
        rx.cond(
            posts.length() > 0,
            rx.el.ol(rx.foreach(posts, _post), class_name="plain list", aria_label=t("choices.preview")),
            rx.cond(effect.of > 0, rx.el.p(t("choices.preview_empty"), class_name="quiet-text")),
        ),
        class_name="previewed",
        # On a desk it scrolls by itself.
        tab_index=0,
        custom_attrs={"aria-labelledby": "preview"},
    )


def _hidden(effect: rx.Var[EffectView]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("choices.hides", count=effect.hidden, of=effect.of), class_name="effect nums"),
        rx.el.ul(rx.foreach(effect.hidden_headlines, lambda one: rx.el.li(bdi(one))), class_name="which plain"),
    )


def _post(post: rx.Var[PostView]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            dot(post.subwiki_colour),
            bdi(post.subwiki_name),
            sep(),
            bdi(post.author),
            sep(),
            ago(at=post.published),
            class_name="by",
        ),
        rx.el.p(headline(post), class_name="headline small"),
        rx.el.p(
            rx.el.span(t(post.why, about=post.why_about), class_name="why"),
            rx.cond(post.covered, rx.el.span(t("choices.covered"), class_name="chip doubt")),
            class_name="quiet-text row tight",
        ),
        key=post.id,
    )
