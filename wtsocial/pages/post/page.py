"""A post with its comments, live."""

from typing import Any, cast

import reflex as rx

from wtsocial.pages.post.amend_state import AmendState
from wtsocial.pages.post.dispute import dispute
from wtsocial.pages.post.dispute_state import ProtectState
from wtsocial.pages.post.labels import label_buttons, label_sheets
from wtsocial.pages.post.labels_state import LabelState
from wtsocial.pages.post.sheets import correct_sheet, flag_sheets
from wtsocial.pages.post.state import CommentState, CorrectState, PostState
from wtsocial.pages.post.suggestions import suggested
from wtsocial.pages.post.thread import thread
from wtsocial.posts.views import PostView
from wtsocial.ui.announcer import announce_corrections
from wtsocial.ui.deciding import DecideState, decide_sheets, open_decision
from wtsocial.ui.dialogs import ScrollTo, Share, open_dialog, toast
from wtsocial.ui.flagging import FlagState, flag_button
from wtsocial.ui.layout import page
from wtsocial.ui.live import live_post
from wtsocial.ui.parts.covers import cover, cover_words, shown_name
from wtsocial.ui.parts.forms import answers
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import link
from wtsocial.ui.parts.missing import missing
from wtsocial.ui.parts.posts import (
    byline,
    corrected_strip,
    correcting,
    headline,
    loading,
    more_actions,
    save_button,
    source,
    upvote,
    veil,
    warning,
)
from wtsocial.ui.parts.written import bdi, quotation, written
from wtsocial.ui.presence import Present
from wtsocial.ui.protection import protect_button, protect_sheet, protection_note
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import moment, t
from wtsocial.ui.votes import PressState

Post = rx.Var[PostView]


def one() -> rx.Component:
    """`/post/ID`"""
    post = live_post(cast(Any, PostState.post))
    here = post.id > 0
    gone = PostState.missing | (here & post.hidden & ~post.own & ~post.may_moderate)
    return page(
        answers(PostState),
        answers(PressState),
        rx.cond(gone, missing(), rx.cond(here, rx.fragment(_whole(post), key=post.id), loading())),
        name=rx.cond(gone, t("missing.title"), rx.cond(here, shown_name(post.cover, post.headline), t("post.title"))),
        aside=_promise(),
        ready=here | PostState.missing | (PostState.errors.length() > 0),
    )


def _whole(post: Post) -> rx.Component:
    return rx.fragment(
        rx.el.article(
            byline(post, why=False),
            rx.cond(
                post.hidden,
                rx.el.p(rx.cond(post.awaits_review, t("post.awaits_review"), t("post.hidden")), class_name="removed"),
            ),
            protection_note(post.protection, post.protected_until),
            rx.cond(post.cover != "", rx.el.h1(cover_words(post.cover), class_name="hidden-visually")),
            cover(
                post.cover,
                rx.el.h1(headline(post), class_name="headline"),
                source(post),
                rx.cond(post.covered, _covered(post), _picture(post)),
                rx.cond(post.corrected, corrected_strip(post)),
                rx.cond(post.source_says != "", _source_says(post)),
                rx.cond(post.covered, rx.fragment(), _text(post)),
                rx.cond(post.tags.length() > 0, _tags(post)),
            ),
            warning(post),
            _writers(post),
            Present.create(place="post:" + post.id.to_string(), me=SessionState.name),
            _actions(post),
            class_name="card",
            aria_label=shown_name(post.cover, post.headline),
        ),
        announce_corrections([post]),
        dispute(post),
        # Each of them stands beside the headline that is covered.
        rx.cond(post.cover == "", suggested(post)),
        thread(post),
        rx.cond(post.may_protect, protect_sheet(ProtectState, "post", post.id)),
        rx.cond(post.may_correct | post.may_suggest, correct_sheet(post)),
        # By the post's word, which stays through a lost connection as an open sheet must.
        rx.cond(post.may_comment | post.may_flag | post.may_moderate, rx.fragment(flag_sheets(post), decide_sheets())),
        label_sheets(post),
        *[toast(state) for state in (LabelState, CorrectState, FlagState, DecideState, CommentState, AmendState)],
        ScrollTo.create(when=True, to=rx.cond(CommentState.added > 0, "comment-" + CommentState.added.to_string(), "")),
    )


def _source_says(post: Post) -> rx.Component:
    """What the publisher itself said, where whoever posted it said it otherwise."""
    said = quotation(post.source_says, post.language)
    return rx.el.p(t("post.source_says"), " ", said, " ", t("post.source_seen", at=moment(post.source_seen_at)), class_name="quiet-text")


def _covered(post: Post) -> rx.Component:
    return rx.cond((post.picture != "") | (post.html != ""), veil(_picture(post), _text(post)))


def _text(post: Post) -> rx.Component:
    return rx.cond(post.html != "", rx.html(post.html, class_name="prose text", **written(post.html, post.language)))


def _writers(post: Post) -> rx.Component:
    """Who wrote it: of a text that many may write, how many did, and who last."""
    read: Any = PostState.writers
    # What was heard since is newer than what was read.
    count, last = rx.cond(post.writers > 0, post.writers, read.count), rx.cond(post.writers > 0, post.last_writer, read.last)
    said = t("post.writers", count=count, name=last)
    return rx.cond(count > 0, rx.el.p(link(said, to=f"/post/{post.id}/history"), class_name="quiet-text writers"))


def _tags(post: Post) -> rx.Component:
    return rx.el.p(
        rx.foreach(post.tags, lambda tag: link(bdi("#" + tag), to="/tag/" + tag, key=tag)),
        class_name="tagged",
    )


def _picture(post: Post) -> rx.Component:
    return rx.cond(post.picture != "", rx.el.img(src="/pictures/" + post.picture, alt="", class_name="pic large"))


def _actions(post: Post) -> rx.Component:
    here = "/post/" + post.id.to_string()
    return rx.el.div(
        upvote(post, PressState.vote, known=SessionState.known),
        rx.cond(
            (post.may_correct | post.may_suggest) & ~post.disputed,
            rx.el.button(icon("edit"), t(correcting(post)), type="button", class_name="act", on_click=open_dialog("correct")),
        ),
        rx.cond(post.may_edit & ~post.disputed, link(icon("text"), t("post.edit"), to=here + "/edit", class_name="act")),
        rx.el.span(class_name="end"),
        more_actions(
            rx.cond(SessionState.known, save_button(post, PressState.save)),
            link(icon("history"), t("post.all_versions"), to=here + "/history", class_name="act"),
            Share.create(icon("share"), t("post.share"), path=here, title=post.headline, copied=t("post.link_copied")),
            rx.cond(post.may_flag, flag_button("post", post.id, t("flag.post"))),
            label_buttons(post),
            rx.cond(post.may_protect, protect_button()),
            rx.cond(post.may_moderate, rx.cond(post.locked_reason != "", _decision(post, "unlock"), _decision(post, "lock"))),
            rx.cond(post.may_moderate & ~post.hidden, _decision(post, "move")),
            rx.cond(post.may_moderate, rx.cond(post.hidden, _decision(post, "restore"), _decision(post, "hide"))),
        ),
        class_name="acts",
    )


def _decision(post: Post, action: str) -> rx.Component:
    press = open_decision("post", post.id, action, t(f"decide.{action}_post"))
    mark = {"lock": "lock", "unlock": "lock", "move": "next"}.get(action, "shield")
    return rx.el.button(icon(mark), t(f"decide.{action}"), type="button", class_name="act", on_click=press)


def _promise() -> rx.Component:
    more = rx.el.p(link(t("corrections.title"), to="/corrections"))
    return rx.el.section(rx.el.h2(t("post.promise")), rx.el.p(t("post.promise_text")), more, class_name="box stack tight")
