"""The choices on the screen: boxes and lists with their effect. `state` is ui/choices_form.py's."""

from typing import Any

import reflex as rx

from wtsocial.choices.views import AskView, NoticeChoiceView
from wtsocial.subwikis.views import ChoiceView
from wtsocial.text import limits
from wtsocial.text.languages import SPOKEN
from wtsocial.ui.choices import narrow
from wtsocial.ui.parts.choices_inputs import Choosing, Effect, Languages, Listed, NoticeWay, Pick, SaveDraft, Tick, Unsaved
from wtsocial.ui.parts.forms import answers, button, field, wrong
from wtsocial.ui.parts.links import dot, link_button, plain_link
from wtsocial.ui.parts.preview import preview
from wtsocial.ui.parts.written import bdi, written
from wtsocial.ui.session import SessionState
from wtsocial.ui.texts import message, t


def choices(state: Any) -> rx.Component:
    """Every choice with its effect, the feed that would come of them beside, and the way to save them."""
    return Choosing.create(
        rx.el.div(_parts(state), preview(state.effect), class_name="weigh"),
        _press(state),
        saved=state.mine,
        owner=SessionState.name,
        ready=state.ready,
        answered=state.answered,
        done=state.done,
        brought=state.brought,
        on_try=state.try_out,
        on_save=state.save,
        class_name="choices-form",
    )


def _parts(state: Any) -> rx.Component:
    return rx.el.div(
        _subwikis(state),
        _following(state),
        _hiding(state),
        chapter("choices.languages", "choices.languages_what", told_at(state, "languages"), *_languages(state)),
        chapter("choices.sensitive", "choices.sensitive_what", _sensitive(state)),
        chapter("choices.notices", "choices.notices_what", _notices(state)),
        class_name="stack wide-gaps",
    )


def asked(state: Any, ask: rx.Var[AskView]) -> rx.Component:
    """The question about a default that was added since this person chose; until they answer, theirs stands."""
    return rx.el.section(
        rx.el.h2(t("choices.ask")),
        rx.el.p(t("choices.part_" + ask.part), class_name="overline"),
        rx.el.p(t("choices.ask_new"), " ", _said(ask, ask.value)),
        rx.el.p(t("choices.ask_now"), " ", _said(ask, ask.now)),
        rx.el.div(
            button("choices.ask_keep", kind="", on_click=state.answer(ask.number, False)),
            button("choices.ask_accept", kind="", on_click=state.answer(ask.number, True)),
            class_name="row",
        ),
        class_name="box stack",
        key=ask.number,
    )


def _said(ask: rx.Var[AskView], value: rx.Var[str]) -> rx.Component:
    return rx.el.b(rx.cond(ask.part == "sensitive", t("choices.sensitive_" + value), value))


def told_at(state: Any, name: str) -> rx.Component:
    """What is wrong with a part that is no single field."""
    error = wrong(state.errors, name)
    return rx.cond(error, rx.el.p(message(error), class_name="alert", role="alert"))


def chapter(title: str, what: str, *children: Any) -> rx.Component:
    """A chapter of the page under its heading, with a line on what it is for."""
    return rx.el.section(rx.el.h2(t(title)), rx.el.p(t(what), class_name="quiet-text"), *children, class_name="stack part")


def _subwikis(state: Any) -> rx.Component:
    offered = state.offer.choices
    search = narrow(
        "choices",
        id="find-subwiki",
        nothing=t("choices.not_found"),
        count=offered.length(),
        on_search=state.search,
        max_length=limits.SEARCH,
    )
    return chapter(
        "choices.subwikis",
        "choices.subwikis_what",
        told_at(state, "subwikis"),
        rx.el.div(rx.el.label(t("choices.search"), html_for="find-subwiki"), search, class_name="field"),
        rx.el.ul(rx.foreach(offered, lambda one: _subwiki(state, one)), id="choices", class_name="plain box list scrolls", tab_index=0),
        rx.cond(state.offer.more, rx.el.div(button("choices.show_all", kind="", on_click=state.show_all), class_name="row")),
    )


def _subwiki(state: Any, choice: rx.Var[ChoiceView]) -> rx.Component:
    name = rx.el.span(
        rx.el.b(dot(choice.colour), " ", bdi(choice.name)),
        rx.cond(choice.description != "", rx.el.small(choice.description, class_name="clamped", **written(choice.description))),
        rx.el.small(t("subwiki.members", count=choice.members)),
    )
    return rx.el.li(
        rx.el.label(Tick.create(part="subwikis", value=choice.slug), name, class_name="tick"),
        _effect(state, "subwikis", choice.slug, kind="adds", about=choice.name, count=choice.adds),
        key=choice.slug,
        class_name="choice",
    )


def _effect(state: Any, part: str, value: Any, **props: Any) -> rx.Component:
    return Effect.create(part=part, value=value, effects=state.effect.effects, of=state.effect.of, **props)


def _following(state: Any) -> rx.Component:
    return chapter(
        "choices.following",
        "choices.following_what",
        _list(state, "people", "adds", offers=state.offers.people, longest=40),
        _list(state, "tags", "adds", offers=state.offers.tags, longest=60, before="#"),
    )


def _hiding(state: Any) -> rx.Component:
    return chapter(
        "choices.hiding",
        "choices.hiding_what",
        _list(state, "hide.words", "hides", longest=120),
        _list(state, "hide.sources", "hides", offers=state.offers.sources, longest=260, direction="ltr"),
        _list(state, "hide.people", "hides", longest=40),
        _list(state, "hide.tags", "hides", longest=60, before="#"),
    )


def _list(state: Any, part: str, kind: str, *, longest: int, offers: Any = None, before: str = "", direction: str = "auto") -> rx.Component:
    # How the server names it: what is not to be seen of people and tags, too.
    name = {"hide.people": "hidden_people", "hide.tags": "hidden_tags"}.get(part, part.rsplit(".", maxsplit=1)[-1])
    key = "choices." + name
    control = Listed.create(
        part=part,
        kind=kind,
        effects=state.effect.effects,
        of=state.effect.of,
        offers=[] if offers is None else offers,
        unknown=state.effect.unknown,
        add=t("choices.add"),
        remove=t("choices.remove"),
        lost=t("choices.lost"),
        before=before,
        max_length=longest,
        dir=direction,
    )
    return field(name, key, control, errors=state.errors, hint=key + "_hint", form="choose")


def _languages(state: Any) -> tuple[rx.Component, ...]:
    return (
        Languages.create(offers=state.offers.languages, names=dict(SPOKEN), more=t("choices.other_language")),
        _effect(state, "languages", "", kind="hides", about=t("choices.languages")),
    )


def _sensitive(state: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("choices.sensitive"), class_name="hidden-visually"),
        *(
            rx.el.div(
                rx.el.label(
                    Pick.create(part="sensitive", value=value),
                    rx.el.span(rx.el.b(t(f"choices.sensitive_{value}")), rx.el.small(t(f"choices.sensitive_{value}_more"))),
                    class_name="tick",
                ),
                _effect(state, "sensitive", value, kind=kind, count=state.offers.sensitive),
                class_name="choice",
            )
            for value, kind in (("cover", "covers"), ("show", "shows"), ("hide", "hides"))
        ),
        class_name="field",
    )


def _notices(state: Any) -> rx.Component:
    head = [rx.el.th(t(key), scope="col") for key in ("choices.notice_of", "choices.notice_site", "choices.notice_mail")]
    return rx.el.table(
        rx.el.caption(t("choices.notices"), class_name="hidden-visually"),
        rx.el.thead(rx.el.tr(*head)),
        rx.el.tbody(rx.foreach(state.mine.notices, _notice)),
        class_name="notices",
    )


def _notice(one: rx.Var[NoticeChoiceView]) -> rx.Component:
    name = t("notices_of." + one.kind)
    return rx.el.tr(
        rx.el.th(name, rx.cond(one.fixed, rx.el.small(t("choices.notice_fixed"))), scope="row"),
        rx.el.td(_way(one, "site", name, fixed=one.fixed)),
        rx.el.td(_way(one, "mail", name)),
        key=one.kind,
    )


def _way(one: rx.Var[NoticeChoiceView], way: str, name: rx.Var[str], **props: Any) -> rx.Component:
    box = NoticeWay.create(kind=one.kind, way=way, saved=one, **props)
    return rx.el.label(box, rx.el.span(name, " · ", t("choices.notice_" + way), class_name="hidden-visually"))


def _press(state: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(answers(state), class_name="said"),
        plain_link(t("choices.see_preview"), href="#preview", class_name="to-preview"),
        rx.cond(
            SessionState.known,
            rx.fragment(
                rx.el.div(Unsaved.create(forget=t("choices.forget"), done=state.done), class_name="row"),
                rx.el.div(
                    rx.cond(
                        state.before >= 0,
                        rx.fragment(
                            link_button("choices.to_feed", "/", kind=""),
                            button("choices.undo", kind="", on_click=state.undo(state.before)),
                        ),
                    ),
                    SaveDraft.create(t("choices.save"), class_name="btn main"),
                    class_name="row",
                ),
            ),
            rx.cond(SessionState.ready, _register()),
        ),
        class_name="press",
    )


def _register() -> rx.Component:
    return rx.fragment(
        rx.el.span(t("choices.register_first"), " ", t("welcome.free")),
        rx.el.div(
            link_button("account.join", "/register"), link_button("account.log_in", "/login?next=/welcome", kind=""), class_name="row"
        ),
    )
