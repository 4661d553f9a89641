"""What members wrote, on a page: set apart from the words around it, in the direction and with the language that it is written in."""

from typing import Any

import reflex as rx
from reflex.vars import VarData
from reflex_base.utils.imports import ImportVar

from wtsocial.text.quotation_marks import QUOTATION_MARKS

LIBRARY = "$/public/kit/written_language.js"
MARKS = '“”„«»‘’"״'
"""Those that a quotation begins with in some language."""


def lang_of(text: Any, said: Any = "") -> rx.Var[str]:
    """The attribute `lang` of a text, of cleaned HTML, or of the pieces of a difference; `said` is the language that its author said."""
    words, language = rx.Var.create(text), rx.Var.create(said)
    data = VarData.merge(words._get_all_var_data(), language._get_all_var_data(), VarData(imports={LIBRARY: [ImportVar(tag="langOf")]}))
    return rx.Var(f"langOf({words!s}, {language!s})", _var_type=str, _var_data=data).to(str)


def bdi(text: Any, said: Any = "", **props: Any) -> rx.Component:
    """A line of somebody's within other words. Its direction is the browser's to find: that is what `bdi` does."""
    return rx.el.bdi(text, lang=lang_of(text, said), **props)


def quotation(text: rx.Var[str], said: Any = "") -> rx.Component:
    """A line of somebody's in quotation marks, unless it begins with one."""
    quoted = text.startswith(QUOTATION_MARKS[0])
    for mark in QUOTATION_MARKS[1:]:
        quoted |= text.startswith(mark)
    return rx.cond(quoted, bdi(text, said), rx.el.q(bdi(text, said)))


def written(text: Any, said: Any = "") -> dict[str, Any]:
    """What an element needs that holds a text of somebody's alone: `rx.el.p(text, **written(text))`."""
    return {"dir": "auto", "lang": lang_of(text, said)}
