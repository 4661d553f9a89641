"""A page brings the texts of the areas that it names; the feed, which everybody opens, names none but the near ones."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import reflex as rx

from wtsocial.i18n import far_texts
from wtsocial.pages.about import page as about
from wtsocial.pages.feed import page as feed
from wtsocial.ui.building import Building
from wtsocial.ui.texts import FAR, NEAR, named, sentence, t


def brought(shown: rx.Var[str] | rx.Component) -> set[str]:
    """The modules that it imports for what they do."""
    if isinstance(shown, rx.Var):
        shown = rx.fragment(shown)
    return {module.tag or "" for module in shown._get_all_imports().get("", ())}


def far(*areas: str) -> set[str]:
    return {FAR.format(area=area) for area in areas}


SOME: Any = rx.Var("some").to(str)


@pytest.mark.parametrize(
    ("said", "areas"),
    [
        (t("about.title"), ["about"]),
        (t("nav.feed"), []),
        (t(rx.cond(SOME, "rules.title", "privacy.title")), ["rules", "privacy"]),
        (t("moderation." + SOME), ["moderation"]),
        (sentence("notice." + SOME, SOME.to(dict[str, Any])), ["notice"]),
        (named("greeting.ticked"), ["greeting"]),
        (t(SOME), []),
        (t("no_such_area.title"), []),
    ],
)
def test_the_texts_of_the_areas_that_are_named_come_along(said: rx.Var[str], areas: list[str]) -> None:
    assert brought(said) == far(*areas)


@pytest.mark.parametrize("shown", [feed.home, feed.everything, feed.saved])
def test_a_feed_names_no_far_area(shown: Callable[[], rx.Component]) -> None:
    assert brought(shown()) == set()


def test_a_far_page_brings_its_own_texts() -> None:
    assert far("about") <= brought(about.about())


def test_the_builder_is_given_every_module_that_a_page_may_name() -> None:
    written = {str(path): str(content) for path, content in Building().get_static_assets()}
    assert set(written) == {name.removeprefix("$/") for name in {NEAR} | far(*far_texts())}
    assert json.dumps(far_texts()["about"]["about.title"]) in written[FAR.format(area="about").removeprefix("$/")]
