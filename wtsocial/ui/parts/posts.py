"""The post card: what a post looks like in every list, live, with its actions."""

from typing import Any, Final

import reflex as rx

from wtsocial.posts.views import PostView
from wtsocial.ui.live import press
from wtsocial.ui.parts.covers import cover, shown_name
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import away, link, member_link, sep, wiki_link
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.texts import ago, number, t

Post = rx.Var[PostView]
PICTURE: Final = {"width": "132", "height": "88"}
"""Its room on a desk, kept before it is there."""


class Why(rx.Component):
    """The reason why a post stands in this list, as the button that says more (ui/see_less.py)."""

    library = "$/public/kit/lists/see_less.js"
    tag = "WhyButton"

    post: rx.Var[PostView]


class MoreActions(rx.Component):
    """Actions that stand behind one button on a phone, and in the row elsewhere."""

    library = "$/public/kit/lists/more_actions.js"
    tag = "MoreActions"

    label: rx.Var[str]


def more_actions(*actions: Any) -> rx.Component:
    """The rest of a row of actions."""
    return MoreActions.create(*actions, label=t("post.more"))


def byline(post: Post, *, why: bool = True) -> rx.Component:
    """Subwiki, author, time, and why it is here: one quiet line."""
    return rx.el.div(
        wiki_link(post.subwiki_slug, post.subwiki_name, post.subwiki_colour),
        sep(),
        member_link(post.author),
        sep(),
        ago(at=post.published),
        rx.cond(post.why != "", Why.create(post=post)) if why else rx.fragment(),
        class_name="by",
    )


def headline(post: Post) -> rx.Component:
    """The headline; where members agree on another than its author, the author's struck through and theirs, said in words, too."""
    both = rx.fragment(
        rx.el.span(t("post.headline_original"), " ", class_name="hidden-visually"),
        rx.el.del_(bdi(post.headline, post.language)),
        rx.el.span(" ", t("post.headline_corrected"), class_name="hidden-visually"),
        bdi(post.agreed_headline, post.language, class_name="agreed"),
    )
    return rx.cond(post.agreed_headline != "", both, bdi(post.headline, post.language))


def correcting(post: Post) -> rx.Var[str]:
    """What correcting its headline is called for this person."""
    return rx.cond(post.may_correct, "post.correct", "post.suggest")


def corrected_strip(post: Post) -> rx.Component:
    """That the headline was corrected: by whom, why, by what source, from which original, and how many votes came before."""
    history = f"/post/{post.id}/history"
    return rx.el.div(
        rx.el.span(
            rx.el.b(t("post.corrected")),
            " ",
            t("post.corrected_by", name=post.corrected_by),
            ", ",
            ago(at=post.corrected_at),
            rx.cond(post.own_error, rx.fragment(" · ", t("post.own_error"))),
            rx.cond(post.corrected_reason != "", rx.fragment(" · ", t("reason." + post.corrected_reason))),
            rx.cond(post.corrected_source != "", rx.fragment(" · ", away(t("post.source"), href=post.corrected_source))),
            " · ",
            link(t("post.history"), to=history),
        ),
        rx.el.span(t("post.original"), " ", rx.el.del_(bdi(post.first_headline, post.language))),
        rx.cond(post.early_votes > 0, rx.el.span(t("post.early_votes", count=post.votes, early=number(post.early_votes)))),
        class_name="corrected",
    )


def upvote(post: Post, vote: Any, *, known: rx.Var[bool]) -> rx.Component:
    """The upvote; it counts in the same frame. `vote` is the handler, called with the post's id and what is wanted.

    Who is not `known` is led to the login and back here.
    """
    return rx.cond(
        known,
        _upvote(
            post,
            custom_attrs={"aria-pressed": rx.cond(post.voted, "true", "false")},
            disabled=~post.may_vote,
            on_click=[press("pressVote", post), vote(post.id, ~post.voted)],
        ),
        _upvote(post, on_click=rx.redirect(f"/login?next=/post/{post.id}")),
    )


def _upvote(post: Post, **props: Any) -> rx.Component:
    return rx.el.button(
        icon("up"),
        rx.el.span(t("post.upvote"), class_name="hidden-visually"),
        rx.el.span(number(post.votes), class_name="nums"),
        type="button",
        class_name="act",
        **props,
    )


def save_button(post: Post, save: Any) -> rx.Component:
    """Save for later; nobody else sees it."""
    return rx.el.button(
        icon("save"),
        rx.el.span(rx.cond(post.saved, t("post.saved"), t("post.save")), class_name="hidden-visually"),
        type="button",
        class_name="act",
        custom_attrs={"aria-pressed": rx.cond(post.saved, "true", "false")},
        on_click=[press("pressSave", post), save(post.id, ~post.saved)],
    )


def source(post: Post) -> rx.Component:
    """Where the news comes from, and what is remembered of that source once a headline of its was corrected."""
    record = t("source.record", count=post.source_corrected, posts=post.source_posts)
    return rx.cond(
        post.host != "",
        rx.el.div(
            away(bdi(post.host), href=post.link, class_name="host"),
            rx.cond(post.source_corrected > 0, link(record, to="/source/" + post.domain, class_name="record")),
        ),
    )


def warning(post: Post) -> rx.Component:
    """What the moderators say about its source."""
    said = rx.el.span(post.warning, **written(post.warning))
    return rx.cond(post.warning != "", rx.el.p(t("post.warning"), " ", said, class_name="warned"))


def picture(post: Post) -> rx.Component:
    """The article's picture, from our own store; it says nothing that the headline does not."""
    return rx.cond(
        post.picture != "", rx.el.img(src="/pictures/" + post.picture, alt="", loading="lazy", class_name="pic", custom_attrs=PICTURE)
    )


def card(post: Post, *, vote: Any, save: Any, known: rx.Var[bool]) -> rx.Component:
    """A post in a list, an article named by its headline."""
    here = f"/post/{post.id}"
    return rx.el.article(
        byline(post),
        cover(
            post.cover,
            rx.el.div(
                rx.el.div(
                    rx.el.h2(link(headline(post), to=here), class_name="headline"),
                    source(post),
                    rx.cond(post.covered, _covered(post), _excerpt(post)),
                ),
                rx.cond(post.covered, rx.fragment(), picture(post)),
                class_name="src",
            ),
            rx.cond(post.corrected, corrected_strip(post)),
        ),
        warning(post),
        rx.cond(post.hidden, rx.el.p(t("post.hidden"), class_name="removed")),
        rx.cond(post.suggestions > 0, _suggested(post, here)),
        rx.el.div(
            upvote(post, vote, known=known),
            _comments(post, here),
            rx.cond(post.may_correct | post.may_suggest, link(icon("edit"), t(correcting(post)), to=here + "?correct=1", class_name="act")),
            rx.el.span(class_name="end"),
            rx.cond(
                known,
                more_actions(
                    save_button(post, save),
                    rx.cond(
                        post.may_flag,
                        link(icon("flag"), rx.el.span(t("post.flag"), class_name="hidden-visually"), to=here + "?flag=1", class_name="act"),
                    ),
                ),
            ),
            class_name="acts",
        ),
        class_name="card",
        aria_label=shown_name(post.cover, post.headline),
        key=post.id,
    )


def veil(*inside: Any) -> rx.Component:
    """What somebody may not want to see unasked, folded away."""
    return rx.el.details(rx.el.summary(t("post.sensitive")), *inside, class_name="veil")


def _covered(post: Post) -> rx.Component:
    return rx.cond((post.excerpt != "") | (post.picture != ""), veil(_excerpt(post), picture(post)))


def _excerpt(post: Post) -> rx.Component:
    return rx.cond(post.excerpt != "", rx.el.p(post.excerpt, class_name="text clamp", **written(post.excerpt, post.language)))


def _suggested(post: Post, here: Any) -> rx.Component:
    words = t(rx.cond(post.agreed_headline != "", "post.agreed", "post.suggestions"), count=post.suggestions)
    return link(rx.el.span(words, class_name="chip doubt"), to=here + "#suggestions", class_name="act")


def _comments(post: Post, here: Any) -> rx.Component:
    label = rx.el.span(t("post.comments_label"), class_name="hidden-visually")
    return link(icon("talk"), label, number(post.comments), to=here + "#comments", class_name="act")


class WhileLoading(rx.Component):
    """Stands in place of what has not come yet; says so when the line is dead, and it will not come soon."""

    library = "$/public/kit/page.js"
    tag = "WhileLoading"

    title: rx.Var[str]
    text: rx.Var[str]
    again: rx.Var[str]


def loading() -> rx.Component:
    """The shapes of what comes; while the line is dead, what happened."""
    one = rx.el.div(
        rx.el.div(class_name="shape", style={"width": "40%"}),
        rx.el.div(class_name="shape", style={"width": "90%", "minHeight": "26px"}),
        rx.el.div(class_name="shape", style={"width": "60%", "minHeight": "26px"}),
        class_name="card",
        aria_hidden="true",
    )
    shapes = rx.el.div(rx.el.span(t("feed.loading"), class_name="hidden-visually", role="status"), one, one, one, class_name="feed")
    return WhileLoading.create(
        shapes,
        title=t("error.no_line_title"),
        text=t("error.no_line_text"),
        again=t("error.no_line_again"),
    )
