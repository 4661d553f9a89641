"""Texts on a page: catalogue keys that the browser turns into words of the person's language."""

import re
from typing import Any

import reflex as rx
from reflex.vars import VarData
from reflex_base.utils.imports import ImportVar

from wtsocial.i18n import NEAR as NEAR_KEYS
from wtsocial.i18n import area, far_areas

LIBRARY = "$/public/kit/i18n.js"
NEAR = "$/utils/texts/near.js"
FAR = "$/utils/texts/far_{area}.js"
"""Modules of texts (ui/building.py writes them): what comes with every page, and what with those pages that name a key of an area."""

_SPEAKER = VarData(
    imports={LIBRARY: [ImportVar(tag="useTexts")]},
    hooks={"const T = useTexts();": None},
)
_KEYS = re.compile(r'"([a-z]\w*\.[\w.]*)')


def t(key: str | rx.Var[str], **params: Any) -> rx.Var[str]:
    """The text of a catalogue key, filled with `params`; a param `count` chooses the plural form."""
    return _call("T", named(key), *([rx.Var.create(params)] if params else []))


def named(key: str | rx.Var[str]) -> rx.Var[str]:
    """A key for a component that speaks for itself: the texts of its area come along, as they do with `t`.

    Of a key that is only known at run time the browser fetches the text when it needs it.
    """
    var = rx.Var.create(key)
    # A condition or a sum names keys, or their beginnings, inside its JavaScript.
    far = {area(found) for found in _KEYS.findall(str(var)) if not found.startswith(NEAR_KEYS)} & far_areas()
    modules = [ImportVar(tag=FAR.format(area=one)) for one in sorted(far)]
    return rx.Var(str(var), _var_type=str, _var_data=VarData.merge(var._get_all_var_data(), VarData(imports={"": modules}))).to(str)


class Sentence(rx.Component):
    """The text of a key, filled with params that came with it; what somebody wrote is set apart, with its language."""

    library = LIBRARY
    tag = "Sentence"

    text: rx.Var[str]
    params: rx.Var[dict[str, Any]]


def sentence(key: Any, params: Any) -> rx.Component:
    """The same, with the texts of the key's area."""
    return Sentence.create(text=named(key), params=params)


def message(error: Any) -> rx.Var[str]:
    """The text of an error as handlers keep it: {"key": …, "params": {…}}; empty for none."""
    data = error._get_all_var_data()
    parts = (rx.Var(f"({error!s})?.{name}", _var_data=data) for name in ("key", "params"))
    return _call("T", *parts)


def own_language() -> rx.Var[str]:
    """The language of the page, for our own words within what somebody wrote in another."""
    return rx.Var("T.language", _var_type=str, _var_data=_SPEAKER).to(str)


def number(value: Any) -> rx.Var[str]:
    """A number as the person's language writes it."""
    return _call("T.number", value)


def moment(at: Any) -> rx.Var[str]:
    """A date with its time as the person's language writes it."""
    return _call("T.moment", at)


def day(at: rx.Var[int]) -> rx.Var[str]:
    """A day as the person's language writes it, with the year unless it is this one."""
    return _call("T.date", at)


def whole_day(at: rx.Var[int]) -> rx.Var[str]:
    """A day of UTC with its weekday, month and year in words, as the person's language writes it."""
    return _call("T.day", at)


def month(at: Any) -> rx.Var[str]:
    """A month of UTC with its year."""
    return _call("T.month", at)


def _call(function: str, *arguments: rx.Var[Any]) -> rx.Var[str]:
    data = VarData.merge(_SPEAKER, *(argument._get_all_var_data() for argument in arguments))
    return rx.Var(f"{function}({', '.join(str(argument) for argument in arguments)})", _var_type=str, _var_data=data).to(str)


class Ago(rx.Component):
    """How long ago, kept true while the page is open."""

    library = LIBRARY
    tag = "Ago"

    at: rx.Var[int]


class Title(rx.Component):
    """The title of the window."""

    library = LIBRARY
    tag = "Title"

    text: rx.Var[str]
    unread: rx.Var[int]


class Brand(rx.Component):
    """The name of the site."""

    library = LIBRARY
    tag = "Brand"


class Languages(rx.Component):
    """One button for each language, in its own words; pressing one changes the texts where they stand."""

    library = LIBRARY
    tag = "LanguageButtons"

    label: rx.Var[str]
    on_speak: rx.EventHandler[rx.event.passthrough_event_spec(str)]


ago = Ago.create
title = Title.create


def languages(**props: Any) -> rx.Component:
    """The choice of a language."""
    return Languages.create(label=t("nav.language"), **props)
