"""The suggestions under a post: other headlines that members judge and its author answers, live."""

from typing import Any

import reflex as rx
from reflex.vars import VarData
from reflex_base.utils.imports import ImportVar

from wtsocial.editing.views import SuggestionView
from wtsocial.pages.post.suggestions_state import AnswerState, SuggestionState
from wtsocial.posts.views import PostView
from wtsocial.text import limits
from wtsocial.ui.dialogs import form_dialog, open_dialog, toast
from wtsocial.ui.parts.differences import difference
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.parts.links import away, member_link, sep
from wtsocial.ui.parts.written import bdi
from wtsocial.ui.reload_on import without_erased
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import ago, t

LIBRARY = "$/public/kit/live/suggestions.js"

One = rx.Var[SuggestionView]

# Here its vars are Vars of the page, whatever their annotations say.
LISTED: Any = SuggestionState.listed


def suggested(post: rx.Var[PostView]) -> rx.Component:
    """The suggestions under a post; nothing where there are none."""
    still_open, decided = _live(post, "open"), _live(post, "decided")
    listed = rx.el.section(
        rx.el.h2(t("suggestion.title")),
        rx.foreach(still_open, lambda one: _open(one, post.language)),
        rx.cond(
            decided.length() > 0,
            rx.el.details(
                rx.el.summary(
                    rx.cond(
                        (LISTED.older > 0) | (LISTED.before > 0),
                        t("suggestion.decided_some"),
                        t("suggestion.decided_list", count=decided.length()),
                    )
                ),
                rx.foreach(decided, lambda one: _decided(one, post.language)),
                _pages(),
                class_name="stack",
            ),
        ),
        class_name="stack",
        aria_label=t("suggestion.title"),
    )
    return rx.el.div(
        answers(SuggestionState),
        without_erased(LISTED, SuggestionState.open),
        rx.cond((still_open.length() > 0) | (decided.length() > 0), listed),
        _answer_sheet(),
        toast(AnswerState),
        id="suggestions",
    )


def _pages() -> rx.Component:
    """To the decided ones further down, and back to the newest."""
    older = button("suggestion.older", kind="", on_click=SuggestionState.more(LISTED.older))
    newest = button("suggestion.newest", kind="quiet", on_click=SuggestionState.more(0))
    return rx.el.div(rx.cond(LISTED.older > 0, older), rx.cond(LISTED.before > 0, newest), class_name="row")


def _live(post: rx.Var[PostView], part: str) -> Any:
    hook = f"const suggested = useSuggestions({LISTED!s}, {post.id!s});"
    sources = (LISTED._get_all_var_data(), post.id._get_all_var_data())
    data = VarData.merge(*sources, VarData(imports={LIBRARY: [ImportVar(tag="useSuggestions")]}, hooks={hook: None}))
    return rx.Var(f"suggested.{part}", _var_type=list[SuggestionView], _var_data=data).to(list[SuggestionView])


def _open(one: One, language: rx.Var[str]) -> rx.Component:
    counts = (
        t("suggestion.agree_of", agrees=one.agrees, needed=LISTED.needed),
        " · ",
        t("suggestion.disagree_of", disagrees=one.disagrees, needed=LISTED.needed),
    )
    return rx.el.article(
        _said(one, language),
        rx.el.p(
            rx.cond(
                one.state == "agreed",
                rx.el.span(t("suggestion.state_agreed"), class_name="chip good"),
                rx.el.span(*counts, class_name="chip doubt nums"),
            )
        ),
        _presses(one),
        class_name="box stack tight",
        aria_label=t("suggestion.by", name=one.suggester),
        key=one.id,
    )


def _said(one: One, language: rx.Var[str]) -> rx.Component:
    """Who, what would change, why, and what the author says."""
    return rx.fragment(
        rx.el.div(member_link(one.suggester), sep(), ago(at=one.at), class_name="by"),
        difference(one.pieces, language),
        rx.el.p(
            t("reason." + one.reason),
            rx.cond(one.source != "", rx.fragment(" · ", away(t("post.source"), href=one.source))),
            rx.cond(one.note != "", rx.fragment(" · ", bdi(one.note))),
            class_name="quiet-text",
        ),
        rx.cond(one.answer != "", rx.el.p(rx.el.b(t("suggestion.author_says")), " ", bdi(one.answer))),
    )


def _presses(one: One) -> rx.Component:
    judging = LISTED.may_judge & (one.suggester != SessionState.name) & (one.state == "open")
    return rx.el.div(
        rx.cond(judging, rx.fragment(_judge(one, "agree"), _judge(one, "disagree"))),
        rx.cond(one.suggester == SessionState.name, button("suggestion.withdraw", kind="quiet", on_click=SuggestionState.withdraw(one.id))),
        rx.cond(LISTED.may_accept, button("suggestion.accept", on_click=SuggestionState.accept(one.id))),
        rx.cond(LISTED.may_answer, button("suggestion.answer", kind="", on_click=_open_answer(one, "answer"))),
        _hide(one),
        rx.cond(
            LISTED.may_answer & (one.state == "agreed"),
            button("suggestion.decline", kind="quiet", on_click=_open_answer(one, "decline")),
        ),
        class_name="row",
    )


def _judge(one: One, word: str) -> rx.Component:
    pressed = {"aria-pressed": rx.cond(one.mine == word, "true", "false")}
    return button(f"suggestion.{word}", kind="", on_click=SuggestionState.judge(one.id, word == "agree"), custom_attrs=pressed)


def _hide(one: One) -> rx.Component:
    theirs = LISTED.may_hide & (one.suggester != SessionState.name)
    return rx.cond(theirs, button("suggestion.hide", kind="quiet", on_click=_open_answer(one, "hide")))


def _decided(one: One, language: rx.Var[str]) -> rx.Component:
    left = (one.state != "accepted") & (one.state != "withdrawn")
    state = rx.el.span(t("suggestion.state_" + one.state), class_name=rx.cond(one.state == "accepted", "chip good", "chip"))
    return rx.el.article(
        _said(one, language),
        rx.el.p(state),
        rx.cond(left, _hide(one)),
        class_name="box stack tight",
        aria_label=t("suggestion.by", name=one.suggester),
        key=one.id,
    )


def _open_answer(one: One, action: str) -> rx.event.EventSpec:
    words = {"title": t(f"suggestion.{action}_title"), "send": t(f"suggestion.{action}")}
    return open_dialog("say", suggestion_id=one.id, action=action, **words)


def _answer_sheet() -> rx.Component:
    text = rx.el.textarea(name="text", max_length=limits.REASON, rows=3)
    return form_dialog(
        "say",
        AnswerState,
        AnswerState.send,
        field("text", "field.text", text, errors=AnswerState.errors, hint="suggestion.answer_hint", form="say"),
        label="suggestion.answer_title",
        send="suggestion.answer",
        on_open=AnswerState.begin,
    )
