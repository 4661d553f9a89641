"""The choices on the screen: boxes and lists with their effect. `state` is ui/choosing.py's."""

from typing import Any

import reflex as rx

from wtsocial.text import limits
from wtsocial.text.languages import SPOKEN
from wtsocial.ui.choices import narrow
from wtsocial.ui.parts.forms import answers, button, field
from wtsocial.ui.parts.links import dot, link_button
from wtsocial.ui.parts.preview import preview
from wtsocial.ui.session import SessionState
from wtsocial.ui.sheets import Sent
from wtsocial.ui.texts import t
from wtsocial.views import ChoiceView, NoticeChoiceView

LIBRARY = "$/public/kit/choosing.js"


class Choosing(rx.Component):
    """The form around all choices; it holds the draft."""

    library = LIBRARY
    tag = "Choosing"

    saved: rx.Var[Any]
    owner: rx.Var[str]
    ready: rx.Var[bool]
    done: rx.Var[int]
    brought: rx.Var[Any]

    on_try: Sent
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any], int, str)]  # pyright: ignore[reportCallIssue] # three arguments are fine


class Tick(rx.Component):
    """A box for one of many."""

    library = LIBRARY
    tag = "Tick"

    part: rx.Var[str]
    value: rx.Var[str]


class Pick(rx.Component):
    """One of several that exclude each other."""

    library = LIBRARY
    tag = "Pick"

    part: rx.Var[str]
    value: rx.Var[str]


class NoticeWay(rx.Component):
    """A box for one way of one kind of notice."""

    library = LIBRARY
    tag = "NoticeWay"

    kind: rx.Var[str]
    way: rx.Var[str]
    saved: rx.Var[Any]
    fixed: rx.Var[bool]


class Effect(rx.Component):
    """What a choice does to today's posts."""

    library = LIBRARY
    tag = "Effect"

    part: rx.Var[str]
    value: rx.Var[str]
    effects: rx.Var[Any]
    of: rx.Var[int]
    kind: rx.Var[str]
    about: rx.Var[str]
    count: rx.Var[int]


class Listed(rx.Component):
    """A list that one adds to."""

    library = LIBRARY
    tag = "Listed"

    part: rx.Var[str]
    effects: rx.Var[Any]
    of: rx.Var[int]
    kind: rx.Var[str]
    offers: rx.Var[Any]
    unknown: rx.Var[Any]
    add: rx.Var[str]
    remove: rx.Var[str]
    lost: rx.Var[str]
    before: rx.Var[str]
    max_length: rx.Var[int]
    dir: rx.Var[str]


class Languages(rx.Component):
    """The languages to be shown."""

    library = LIBRARY
    tag = "Languages"
    alias = "ShownLanguages"

    offers: rx.Var[Any]
    names: rx.Var[dict[str, str]]
    more: rx.Var[str]


class Unsaved(rx.Component):
    """How many changes wait to be saved."""

    library = LIBRARY
    tag = "Unsaved"

    forget: rx.Var[str]


class SaveDraft(rx.Component):
    """The button that saves."""

    library = LIBRARY
    tag = "SaveDraft"


def choices(state: Any) -> rx.Component:
    """Every choice with its effect, the feed that would come of them beside, and the way to save them."""
    return Choosing.create(
        rx.el.div(
            _subwikis(state),
            _following(state),
            _hiding(state),
            _part("choosing.languages", "choosing.languages_what", *_languages(state)),
            _part("choosing.sensitive", "choosing.sensitive_what", _sensitive(state)),
            _part("choosing.notices", "choosing.notices_what", _notices(state)),
            class_name="stack wide-gaps",
        ),
        preview(state.effect),
        _press(state),
        saved=state.mine,
        owner=SessionState.name,
        ready=state.ready,
        done=state.done,
        brought=state.brought,
        on_try=state.try_out,
        on_save=state.save,
        class_name="choosing",
    )


def _part(title: str, what: str, *children: Any) -> rx.Component:
    return rx.el.section(rx.el.h2(t(title)), rx.el.p(t(what), class_name="quiet-text"), *children, class_name="stack part")


def _subwikis(state: Any) -> rx.Component:
    offered = state.offer.choices
    search = narrow(
        "choices",
        id="find-subwiki",
        nothing=t("choosing.not_found"),
        count=offered.length(),
        on_search=state.search,
        max_length=limits.SEARCH,
    )
    return _part(
        "choosing.subwikis",
        "choosing.subwikis_what",
        rx.el.div(rx.el.label(t("choosing.search"), html_for="find-subwiki"), search, class_name="field"),
        rx.el.ul(rx.foreach(offered, lambda one: _subwiki(state, one)), id="choices", class_name="plain box list scrolls", tab_index=0),
    )


def _subwiki(state: Any, choice: rx.Var[ChoiceView]) -> rx.Component:
    name = rx.el.span(
        rx.el.b(dot(choice.colour), " ", rx.el.bdi(choice.name)),
        rx.cond(choice.description != "", rx.el.small(choice.description, dir="auto", class_name="clamped")),
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
    return _part(
        "choosing.following",
        "choosing.following_what",
        _list(state, "people", "adds", offers=state.offers.people, longest=40),
        _list(state, "tags", "adds", offers=state.offers.tags, longest=60, before="#"),
    )


def _hiding(state: Any) -> rx.Component:
    return _part(
        "choosing.hiding",
        "choosing.hiding_what",
        _list(state, "hide.words", "hides", longest=120),
        _list(state, "hide.sources", "hides", offers=state.offers.sources, longest=260, direction="ltr"),
        _list(state, "hide.people", "hides", longest=40),
        _list(state, "hide.tags", "hides", longest=60, before="#"),
    )


def _list(state: Any, part: str, kind: str, *, longest: int, offers: Any = None, before: str = "", direction: str = "auto") -> rx.Component:
    # How the server names it: what is not to be seen of people and tags, too.
    name = {"hide.people": "hidden_people", "hide.tags": "hidden_tags"}.get(part, part.rsplit(".", maxsplit=1)[-1])
    key = "choosing." + name
    control = Listed.create(
        part=part,
        kind=kind,
        effects=state.effect.effects,
        of=state.effect.of,
        offers=[] if offers is None else offers,
        unknown=state.effect.unknown,
        add=t("choosing.add"),
        remove=t("choosing.remove"),
        lost=t("choosing.lost"),
        before=before,
        max_length=longest,
        dir=direction,
    )
    return field(name, key, control, errors=state.errors, hint=key + "_hint", form="choose")


def _languages(state: Any) -> tuple[rx.Component, ...]:
    return (
        Languages.create(offers=state.offers.languages, names=dict(SPOKEN), more=t("choosing.other_language")),
        _effect(state, "languages", "", kind="hides", about=t("choosing.languages")),
    )


def _sensitive(state: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("choosing.sensitive"), class_name="hidden-visually"),
        *(
            rx.el.div(
                rx.el.label(
                    Pick.create(part="sensitive", value=value),
                    rx.el.span(rx.el.b(t(f"choosing.sensitive_{value}")), rx.el.small(t(f"choosing.sensitive_{value}_more"))),
                    class_name="tick",
                ),
                _effect(state, "sensitive", value, kind={"cover": "covers", "hide": "hides", "show": "shows"}[value]),
                class_name="choice",
            )
            for value in ("cover", "show", "hide")
        ),
        class_name="field",
    )


def _notices(state: Any) -> rx.Component:
    head = [rx.el.th(t(key), scope="col") for key in ("choosing.notice_of", "choosing.notice_site", "choosing.notice_mail")]
    return rx.el.table(
        rx.el.caption(t("choosing.notices"), class_name="hidden-visually"),
        rx.el.thead(rx.el.tr(*head)),
        rx.el.tbody(rx.foreach(state.mine.notices, _notice)),
        class_name="notices",
    )


def _notice(one: rx.Var[NoticeChoiceView]) -> rx.Component:
    name = t("notices_of." + one.kind)
    return rx.el.tr(
        rx.el.th(name, rx.cond(one.fixed, rx.el.small(t("choosing.notice_fixed"))), scope="row"),
        rx.el.td(_way(one, "site", name, fixed=one.fixed)),
        rx.el.td(_way(one, "mail", name)),
        key=one.kind,
    )


def _way(one: rx.Var[NoticeChoiceView], way: str, name: rx.Var[str], **props: Any) -> rx.Component:
    box = NoticeWay.create(kind=one.kind, way=way, saved=one, **props)
    return rx.el.label(box, rx.el.span(name, " · ", t("choosing.notice_" + way), class_name="hidden-visually"))


def _press(state: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(answers(state), class_name="said"),
        rx.cond(
            SessionState.known,
            rx.fragment(
                rx.el.div(Unsaved.create(forget=t("choosing.forget")), class_name="row"),
                rx.el.div(
                    rx.cond(state.before >= 0, button("choosing.undo", kind="", on_click=state.undo(state.before))),
                    SaveDraft.create(t("choosing.save"), class_name="btn main"),
                    class_name="row",
                ),
            ),
            rx.cond(SessionState.ready, _register()),
        ),
        class_name="press",
    )


def _register() -> rx.Component:
    return rx.fragment(
        rx.el.span(t("choosing.register_first"), " ", t("welcome.free")),
        rx.el.div(
            link_button("account.join", "/register"), link_button("account.log_in", "/login?next=/welcome", kind=""), class_name="row"
        ),
    )
