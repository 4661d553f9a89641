"""Who is editing: told once, again for who comes later, and taken back when they go."""

from typing import Any

import pytest

from tests.screens import tab
from wtsocial.accounts.views import Viewer
from wtsocial.core.bus import bus
from wtsocial.core.messages import EditorPresence
from wtsocial.ui import presence
from wtsocial.ui.presence import Editors

ANA = Viewer(1, "ana", "active")
POST: dict[str, str] = {"room": "post:7", "place": "post:7"}


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, bool]]:
    """(room, name, whether they are there), as the bus says it."""
    said: list[tuple[str, str, bool]] = []

    async def publish(rooms: tuple[str, ...], message: EditorPresence) -> None:
        assert message.place == "post:7"
        (room,) = rooms
        said.append((room, message.name, message.here))

    monkeypatch.setattr(bus, "publish", publish)
    return said


def _browser(sid: str) -> Any:
    return tab(sid=sid)


async def test_who_begins_is_told_once_and_who_leaves_once(heard: list[Any]) -> None:
    editors = Editors()
    for _ in range(3):
        await editors.begin(_browser("s1"), ANA, **POST)
    for _ in range(2):
        await editors.leave("s1")
    assert heard == [("post:7", "ana", True), ("post:7", "ana", False)]


async def test_a_tab_that_is_gone_is_noticed_and_the_others_are_told_again(heard: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    editors = Editors()
    await editors.begin(_browser("s1"), ANA, **POST)
    await editors.begin(_browser("s2"), Viewer(2, "ben", "active"), **POST)
    heard.clear()
    monkeypatch.setattr(presence, "is_connected", lambda sid: sid == "s2")
    await editors.look(again=False)
    assert heard == [("post:7", "ana", False)]
    await editors.look(again=True)
    assert heard[1:] == [("post:7", "ben", True)]


@pytest.mark.parametrize("viewer", [Viewer(), Viewer(3, "sus", "suspended"), Viewer(4, "new", "waiting")])
async def test_nobody_hears_of_who_cannot_take_part(viewer: Viewer, heard: list[Any]) -> None:
    editors = Editors()
    await editors.begin(_browser("s1"), viewer, **POST)
    await editors.begin(_browser(""), ANA, **POST)
    await editors.look(again=True)
    assert heard == []
