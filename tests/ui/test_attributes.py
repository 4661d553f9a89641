"""What is meant as an attribute of HTML becomes one: a component takes what it does not know for a style, without a word."""

from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx
from reflex_base.components.component import Component

from wtsocial.pages.routes import ROUTES, Route
from wtsocial.ui.dialogs import Disclosure

STYLES = {"width", "minHeight", "background", "inlineSize"}
"""The properties of CSS that pages set on an element: what is wanted for good stands in the style sheet."""


def styled(component: Any) -> Iterator[str]:
    """The properties of CSS that a component and all inside it set, but for variables and selectors."""
    if not isinstance(component, Component):
        return
    yield from (name for name in map(str, component.style) if not name.startswith(("-", "&", ":")))
    for inside in [*component.children, *component._get_components_in_props()]:
        yield from styled(inside)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_no_attribute_is_written_as_a_style(route: Route) -> None:
    assert set(styled(route.page())) <= STYLES


def test_an_attribute_that_a_component_does_not_know_is_found() -> None:
    assert list(styled(rx.el.div(Disclosure.create(label="More", role="search")))) == ["role"]
