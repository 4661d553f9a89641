"""The comments under a post: the composers, and the thread, live."""

from dataclasses import dataclass
from typing import Any, cast

import reflex as rx
from reflex.vars import VarData
from reflex_base.utils.imports import ImportVar

from wtsocial.pages.post.amend import amend
from wtsocial.pages.post.state import CommentState, PostState
from wtsocial.posts.views import CommentView, PostView, ThreadPage
from wtsocial.text import limits
from wtsocial.ui.announcer import announce_count
from wtsocial.ui.deciding import open_decision
from wtsocial.ui.dialogs import AutosaveTextarea, Disclosure, Form
from wtsocial.ui.flagging import flag_button
from wtsocial.ui.live import COMMENTS, live_comments, live_more_after
from wtsocial.ui.parts.covers import cover
from wtsocial.ui.parts.forms import button, room, wrong
from wtsocial.ui.parts.icons import icon
from wtsocial.ui.parts.links import link, member_link, sep
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, message, number, t


@dataclass(frozen=True)
class LiveComment(CommentView):
    """A comment as the browser has it.

    `fresh` came while the page was open; `deep` is folded away on phones, under one that says how many `more` there are.
    """

    fresh: bool = False
    deep: bool = False
    more: int = 0


class FindComment(rx.Component):
    """Asks, once, for the comment that the address names (`#comment-42`) where it is not among those that were read."""

    library = COMMENTS
    tag = "FindComment"

    read: rx.Var[list[CommentView]]
    on_find: rx.EventHandler[rx.event.passthrough_event_spec(int)]


class ReadOn(rx.Component):
    """Reads on, where a thread was begun anew under somebody's eyes, as far as it had been read before."""

    library = COMMENTS
    tag = "ReadOn"

    read: rx.Var[list[CommentView]]
    later: rx.Var[ThreadPage]
    after: rx.Var[int]
    on_more: rx.EventHandler[rx.event.passthrough_event_spec(int)]


def thread(post: rx.Var[PostView]) -> rx.Component:
    """The composer and every comment, in the order in which they are read."""
    loaded, later = cast(Any, PostState.comments), cast(Any, PostState.later)
    me, rights = cast(Any, SessionState.name), cast(Any, PostState.rights)
    comments = live_comments(loaded, later, post.id, me, rights).to(list[LiveComment])
    more_after = live_more_after(loaded, later, cast(Any, PostState.more_after))
    locked = post.locked_reason != ""
    others = f"({comments!s}).filter((comment) => comment.fresh && !comment.own).length"
    came = rx.Var(others, _var_type=int, _var_data=comments._get_all_var_data()).to(int)
    return rx.el.section(
        announce_count("comment.came", came),
        rx.el.h2(t("comment.title"), " ", rx.el.span(number(post.comments), class_name="quiet-text nums")),
        rx.cond(
            locked,
            _locked(post),
            rx.cond(cast(Any, PostState.may_discuss), composer(post_id=post.id, parent_id=0, name=""), _closed(post)),
        ),
        rx.cond(
            comments.length() > 0,
            rx.el.div(rx.foreach(comments, _keyed), class_name=rx.cond(locked, "thread locked", "thread")),
            rx.el.p(t("comment.none"), class_name="quiet-text"),
        ),
        ReadOn.create(read=loaded, later=later, after=PostState.more_after, on_more=PostState.more),
        rx.cond(
            PostState.more_after > 0,
            rx.fragment(
                rx.el.div(button("comment.load_more", kind="", on_click=PostState.more(more_after)), class_name="row"),
                FindComment.create(read=loaded, on_find=PostState.find),
            ),
        ),
        id="comments",
        class_name="stack",
        aria_label=t("comment.title"),
    )


def _locked(post: rx.Var[PostView]) -> rx.Component:
    said = rx.el.span(t("lock.locked"), " ", bdi(post.locked_reason))
    return rx.el.p(icon("lock"), said, class_name="held", role="status")


def _closed(post: rx.Var[PostView]) -> rx.Component:
    door = link(t("comment.log_in"), to=f"/login?next=/post/{post.id}")
    refused: Any = PostState.refused
    limited = rx.cond(refused.length() > 0, rx.el.p(message(refused), class_name="held", role="status"))
    waits = rx.cond(SessionState.standing == "waiting", rx.el.p(t("comment.waiting"), class_name="quiet-text"))
    return rx.cond(SessionState.ready & ~SessionState.known, rx.el.p(door, class_name="notice to-log-in"), rx.fragment(waits, limited))


def _keyed(comment: rx.Var[LiveComment]) -> rx.Component:
    return rx.fragment(comment_row(comment=comment), key=comment.id)


@rx.memo
def comment_row(comment: rx.Var[LiveComment]) -> rx.Component:
    """One comment. It knows no state, so what happens to one comment draws that one alone."""
    return rx.el.article(
        rx.el.div(
            member_link(comment.author),
            sep(),
            ago(at=comment.at),
            rx.cond(
                (comment.edited > 0) & ~comment.hidden,
                rx.fragment(sep(), link(t("comment.edited"), to=f"/comment/{comment.id}/history")),
            ),
            rx.cond(comment.depth > 0, rx.el.span(t("comment.level", level=comment.depth + 1), class_name="hidden-visually")),
            class_name="by",
        ),
        rx.cond(
            comment.hidden,
            rx.el.p(t("comment.hidden"), class_name="removed"),
            rx.cond(comment.erased, _erased(comment), cover(comment.cover, _text_of(comment))),
        ),
        _actions(comment),
        rx.cond(comment.more > 0, _unfold(comment)),
        id="comment-" + comment.id.to_string(),
        class_name=rx.cond(comment.fresh, "comment new", "comment") + rx.cond(comment.deep, " deep", ""),
        custom_attrs={"data-depth": comment.depth},
        aria_label=t("comment.by", name=comment.author),
    )


def _text_of(comment: rx.Var[LiveComment]) -> rx.Component:
    return rx.html(comment.html, class_name="prose", **written(comment.html))


def _erased(comment: rx.Var[LiveComment]) -> rx.Component:
    more = link(t("erase.more"), to=f"/comment/{comment.id}/history")
    return rx.el.p(t("comment.erased"), " ", more, class_name="removed")


def _actions(comment: rx.Var[LiveComment]) -> rx.Component:
    name = comment.author
    hide = open_decision("comment", comment.id, "hide", t("decide.hide_comment", name=name))
    restore = open_decision("comment", comment.id, "restore", t("decide.restore_comment", name=name))
    return rx.el.div(
        rx.el.div(
            rx.cond(comment.may_reply, reply(post_id=comment.post_id, parent_id=comment.id, name=name)),
            rx.cond(comment.may_edit, amend(comment_id=comment.id, revision=comment.revision)),
            class_name="writing",
        ),
        rx.cond(comment.may_flag, flag_button("comment", comment.id, t("flag.comment", name=name))),
        rx.cond(
            comment.may_moderate,
            rx.fragment(
                rx.cond(comment.hidden, _act("shield", "decide.restore", restore), _act("shield", "decide.hide", hide)),
                link(icon("history"), t("comment.versions"), to=f"/comment/{comment.id}/history", class_name="act"),
            ),
        ),
        class_name="acts",
    )


def _act(mark: str, label: str, press: Any) -> rx.Component:
    return rx.el.button(icon(mark), t(label), type="button", class_name="act", on_click=press)


def _unfold(comment: rx.Var[LiveComment]) -> rx.Component:
    data = VarData.merge(comment._get_all_var_data(), VarData(imports={COMMENTS: [ImportVar(tag="openThread")]}))
    press = rx.call_function(rx.Var(f"(() => openThread({comment.id!s}))", _var_data=data))
    return rx.el.button(t("comment.more", count=comment.more), type="button", class_name="act on-phone", on_click=press)


@rx.memo
def reply(post_id: rx.Var[int], parent_id: rx.Var[int], name: rx.Var[str]) -> rx.Component:
    """The button Reply and the composer that it opens."""
    return Disclosure.create(
        rx.el.div(composer(post_id=post_id, parent_id=parent_id, name=name), class_name="under"),
        label=t("comment.reply"),
        on_open=CommentState.restore_reply(post_id, parent_id),
    )


@rx.memo
def composer(post_id: rx.Var[int], parent_id: rx.Var[int], name: rx.Var[str]) -> rx.Component:
    """Where a comment is written, with what it will look like. `parent_id` 0 answers the post, else it is `name`'s comment."""
    here = CommentState.answered_in == parent_id
    errors = rx.cond(here, CommentState.errors, {}).to(dict[str, Any])
    whole = wrong(errors, "")
    return Form.create(
        rx.cond(whole, rx.el.div(message(whole), class_name="alert", role="alert")),
        _text(post_id, parent_id, errors),
        rx.cond(
            (CommentState.preview_in == parent_id) & (CommentState.preview != ""),
            rx.el.div(
                rx.el.span(t("comment.preview"), class_name="quiet-text"),
                rx.html(CommentState.preview, class_name="prose", **written(CommentState.preview)),
                class_name="preview",
            ),
        ),
        rx.el.div(button("comment.send", type="submit"), class_name="row"),
        about={"post_id": post_id, "parent_id": parent_id},
        answered=rx.cond(here, CommentState.answered, 0),
        done=rx.cond(here, CommentState.done, 0),
        on_send=CommentState.comment,
        class_name="composer",
        aria_label=rx.cond(parent_id == 0, t("comment.write"), t("comment.answer", name=name)),
    )


def _text(post_id: rx.Var[int], parent_id: rx.Var[int], errors: rx.Var[dict[str, Any]]) -> rx.Component:
    # Several may be open at once, so their ids are the browser's to make.
    identity = "text-" + parent_id.to_string()
    error = wrong(errors, "text")
    draft = rx.cond(CommentState.draft_of == post_id, CommentState.draft, "")
    kept = rx.cond(parent_id == 0, draft, rx.cond(CommentState.reply_to == parent_id, CommentState.reply, ""))
    text = AutosaveTextarea.create(
        name="text",
        id=identity,
        initial=kept,
        place=rx.cond(parent_id == 0, f"comment:{post_id}", f"comment:{post_id}-{parent_id}"),
        stored=CommentState.stored,
        read=rx.cond(parent_id == 0, CommentState.draft_of == post_id, CommentState.reply_to == parent_id),
        max_length=room(limits.COMMENT_TEXT),
        auto_focus=parent_id > 0,
        on_write=lambda written, mark: CommentState.write(post_id, parent_id, written, mark),
        custom_attrs={
            "aria-invalid": rx.cond(error, "true", "false"),
            "aria-describedby": identity + "-hint " + identity + "-wrong",
        },
    )
    return rx.el.div(
        rx.el.label(t("field.text"), html_for=identity),
        text,
        rx.el.span(t("comment.markdown"), class_name="hint", id=identity + "-hint"),
        rx.cond(error, rx.el.span(message(error), class_name="wrong", role="alert", id=identity + "-wrong")),
        class_name="field",
    )
