"""What a closed tab's screen held is forgotten after a while; a tab that is there, or comes back in time, keeps it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State

from wtsocial.ui import departures
from wtsocial.ui.departures import AWAY, Departures


class Namespace:
    """Knows which socket is whose, as Reflex's does."""

    def __init__(self, tabs: dict[str, str]) -> None:
        self._tabs = tabs

    @property
    def sid_to_token(self) -> dict[str, str]:
        """By the socket."""
        return {sid: name for name, sid in self._tabs.items()}


class Site:
    """States in memory, tabs, and a clock that goes on when told."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.tabs: dict[str, str] = {}
        self.manager = StateManagerMemory()
        app: Any = SimpleNamespace(state_manager=self.manager, event_namespace=Namespace(self.tabs))
        self.departures = Departures(cast(rx.App, app), clock=lambda: self.now)

    async def open(self, *names: str) -> None:
        """Tabs that hold something."""
        for name in names:
            self.tabs[name] = f"sid of {name}"
            async with self.manager.modify_state(BaseStateToken(ident=name, cls=State)):
                pass

    async def later(self, seconds: float) -> int:
        """Look after so long."""
        self.now += seconds
        return await self.departures.look()

    @property
    def held(self) -> int:
        """How many screens are held."""
        return len(self.manager.states)


@pytest.fixture
async def site() -> Site:
    made = Site()
    await made.open("stays", "goes")
    return made


async def test_a_closed_tab_is_forgotten_after_a_while_and_an_open_one_is_not(site: Site) -> None:
    del site.tabs["goes"]
    assert [await site.later(1), await site.later(AWAY - 1), site.held] == [0, 0, 2]
    assert [await site.later(1), site.held] == [1, 1]
    assert [await site.later(10 * AWAY), site.held] == [0, 1]


async def test_a_tab_that_comes_back_in_time_finds_its_screen(site: Site) -> None:
    del site.tabs["goes"]
    await site.later(1)
    site.tabs["goes"] = "another sid"
    assert await site.later(AWAY) == 0
    del site.tabs["goes"]
    assert [await site.later(1), await site.later(AWAY - 1), site.held] == [0, 0, 2]


async def test_a_tab_with_an_event_under_way_is_left_alone(site: Site) -> None:
    del site.tabs["goes"]
    await site.later(1)
    async with site.manager.modify_state(BaseStateToken(ident="goes", cls=State)):
        assert await site.later(AWAY) == 0
    assert await site.later(1) == 1


async def test_after_a_crowd_memory_is_given_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bool] = []
    monkeypatch.setattr(departures, "_give_back", lambda: given.append(True))
    await site.open(*[f"crowd{number}" for number in range(departures.MANY)])
    for name in list(site.tabs):
        if name.startswith("crowd"):
            del site.tabs[name]
    # What their sockets took, and then what their screens took; each time once more, for what is let go last.
    given_back: list[int] = []
    for seconds in (1, 1, 1, AWAY, 1, 1):
        await site.later(seconds)
        given_back.append(len(given))
    assert (site.held, given_back) == (2, [1, 2, 2, 3, 4, 4])
