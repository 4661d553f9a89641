"""The greeting: what may be chosen, and that nothing is joined but what was ticked."""

from typing import Any

import pytest

from tests.factories import make_member, make_post, make_subwiki
from tests.screens import fire, screen
from wtsocial.pages.welcome.state import WelcomeState
from wtsocial.queries import subwikis
from wtsocial.views import Viewer


async def _at_the_door(state: str = "active") -> tuple[Viewer, WelcomeState]:
    for slug in ("climate", "science", "local"):
        await make_subwiki(slug)
    ana = await make_member("ana", state=state)
    page = await screen(WelcomeState, ana, path="/welcome")
    await fire(page, "open")
    return ana, page


async def _joined(viewer: Viewer) -> list[str]:
    return [one.slug for one in await subwikis.joined(viewer)]


async def test_only_what_was_ticked_is_joined() -> None:
    ana, page = await _at_the_door()
    answer = await fire(page, "join", {"climate": "on", "local": "on"})
    assert await _joined(ana) == ["climate", "local"]
    assert "/" in repr(answer)


async def test_nothing_is_joined_by_opening_the_page() -> None:
    ana, page = await _at_the_door()
    assert [choice.joined for choice in page.offer.choices] == [False] * 3
    assert await _joined(ana) == []


@pytest.mark.parametrize("sent", [{}, {"climate": "off"}, {"climate": True}, {"nowhere": "on"}, None, ["climate"], "climate"])
async def test_a_form_with_nothing_ticked_is_asked_for_a_tick(sent: Any) -> None:
    ana, page = await _at_the_door()
    assert await fire(page, "join", sent) is None
    assert page.errors[""]["key"] == "welcome.nothing_ticked"
    assert await _joined(ana) == []


@pytest.mark.parametrize(("state", "key"), [("waiting", "error.unconfirmed"), ("suspended", "error.suspended")])
async def test_who_cannot_take_part_joins_nothing_and_is_told_why(state: str, key: str) -> None:
    ana, page = await _at_the_door(state)
    await fire(page, "join", {"climate": "on"})
    assert page.errors[""]["key"] == key
    assert await _joined(ana) == []


async def test_a_reader_sees_the_choices_and_is_asked_to_log_in() -> None:
    author = await make_member("author", admin=True)
    await make_post(author, await make_subwiki("climate", by=author))
    page = await screen(WelcomeState, path="/welcome")
    await fire(page, "open")
    assert [(choice.slug, choice.adds) for choice in page.offer.choices] == [("climate", 1)]
    await fire(page, "join", {"climate": "on"})
    assert page.errors[""]["key"] == "error.login_needed"
