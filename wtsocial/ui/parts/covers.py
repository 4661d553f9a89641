"""Covers: what members' flags, or a moderator, folded away until somebody asks for it."""

from typing import Any

import reflex as rx

from wtsocial.ui.texts import t


class Cover(rx.Component):
    """Its children, folded under a label while they are covered."""

    library = "$/public/kit/lists/cover.js"
    tag = "Cover"

    covered: rx.Var[bool]
    label: rx.Var[str]


def cover(by: Any, *inside: Any) -> rx.Component:
    """Fold this while `by` says by whose word it is covered; empty for nobody's."""
    return Cover.create(*inside, covered=by != "", label=cover_words(by))


def cover_words(by: Any) -> rx.Var[str]:
    """What stands in the place of something that is covered."""
    return t("cover." + by)


def shown_name(by: Any, name: Any) -> rx.Var[str]:
    """The name of something for those who do not see what is under it: what is covered is named by its cover."""
    return rx.cond(by != "", cover_words(by), name)
