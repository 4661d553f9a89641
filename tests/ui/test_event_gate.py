"""Of the framework's events those that we use come through; a member's and an address's events are counted together."""

from collections.abc import Iterator
from typing import Any

import pytest
from reflex_base.registry import RegistrationContext

import wtsocial.wtsocial  # noqa: F401 # fills the registry
from tests.factories import login, make_member
from tests.screens import tab
from wtsocial.accounts import sessions
from wtsocial.core.settings import settings
from wtsocial.core.tokens import session_cookie, token_hash
from wtsocial.ui.event_limits import LOGGED_PER_MINUTE, EventGate, EventLimit, is_allowed

ROOT = "reflex___state____state"
USED = {
    f"{ROOT}.hydrate",
    f"{ROOT}.hydrate_and_load",
    f"{ROOT}.reflex___state____on_load_internal_state.on_load_internal",
    f"{ROOT}.reflex___state____frontend_event_exception_state.handle_frontend_exception",
}
LOOK = f"{ROOT}.wtsocial___ui___session____session_state.look"


def test_the_framework_has_the_events_that_we_know_and_only_those_in_use_are_allowed() -> None:
    events = RegistrationContext.get().event_handlers
    ours = {name for name, event in events.items() if event.handler.fn.__module__.startswith("wtsocial.")}
    # Of the framework's events, two are done in our way (ui/hydration.py).
    framework = events.keys() - ours | {f"{ROOT}.hydrate", f"{ROOT}.hydrate_and_load"}
    assert {name for name in framework if is_allowed(name)} == USED
    refused = {name.rpartition(".")[2] for name in framework - USED}
    assert refused == {"setvar", "set_is_hydrated", "update_vars_internal"}, "look at what a new version of Reflex brings"
    assert all(is_allowed(name) for name in events.keys() - framework)


class Namespace:
    """Notes which events pass."""

    def __init__(self) -> None:
        self.passed: list[str] = []

    async def on_event(self, _sid: str, data: Any) -> None:
        """An event that reached the framework."""
        self.passed.append(data["name"])


@pytest.mark.parametrize(
    "data",
    [
        {"name": f"{ROOT}.setvar", "payload": {"var_name": "is_hydrated", "value": True}},
        {"name": f"{ROOT}.wtsocial___ui___session____session_state.setvar", "payload": {"var_name": "admin", "value": True}},
        {"name": f"{ROOT}.reflex___state____update_vars_internal_state.update_vars_internal", "payload": {"vars": {}}},
        {"name": f"{ROOT}._reset_client_storage", "payload": {}},
        {"name": f"{ROOT}.hydrate_and_load", "payload": {"vars": {f"{ROOT}.is_hydrated": True}}},
        {"name": "a\nb"},
        {"name": "_upload"},
        {"name": 7},
        {},
        [],
        "{}",
        None,
    ],
)
async def test_what_nothing_here_sends_does_nothing_and_is_said_in_one_line(data: Any, caplog: pytest.LogCaptureFixture) -> None:
    namespace = Namespace()
    gate = EventGate(namespace)
    await gate.on_event("sid", data)
    assert namespace.passed == []
    assert [record.getMessage().count("\n") for record in caplog.records] == [0]


async def test_a_flood_of_them_writes_a_bounded_log_and_is_not_answered(caplog: pytest.LogCaptureFixture) -> None:
    namespace = Namespace()
    gate = EventGate(namespace)
    for number in range(5_000):
        await gate.on_event(f"sid {number % 50}", {"name": f"{ROOT}.setvar", "payload": {}})
        await gate.on_ping("sid")
    assert namespace.passed == []
    assert len(caplog.records) == LOGGED_PER_MINUTE
    await gate.on_event("sid", {"name": LOOK, "payload": {}})
    assert namespace.passed == [LOOK]


async def test_an_event_with_nothing_in_it_or_too_much_does_nothing() -> None:
    namespace = Namespace()
    gate = EventGate(namespace)
    await gate.on_event("sid")
    await gate.on_event("sid", {"name": LOOK, "payload": {}}, "more")
    assert namespace.passed == []


async def test_what_we_use_comes_through() -> None:
    namespace = Namespace()
    EventGate(namespace)
    for name in (*USED, LOOK):
        await namespace.on_event("sid", {"name": name, "payload": {}})
    assert namespace.passed == [*USED, LOOK]


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three events of a tab or a member, six of an address."""
    monkeypatch.setenv("WTSOCIAL_EVENTS_PER_MINUTE", "3")
    monkeypatch.setenv("WTSOCIAL_EVENTS_PER_MINUTE_OF_ADDRESS", "6")
    settings.cache_clear()
    yield
    settings.cache_clear()


def _state(sid: str, *, address: str = "192.0.2.1", token: str = "") -> Any:
    cookie = f"{session_cookie()}={token_hash(token)}" if token else ""
    return tab(sid=sid, address=address, cookie=cookie)


async def _passes(limit: EventLimit, state: Any) -> bool:
    return await limit.preprocess(None, state, None) is None  # pyright: ignore[reportArgumentType] # neither is looked at


async def test_a_tab_is_limited_and_its_neighbours_are_not() -> None:
    limit = EventLimit()
    assert [await _passes(limit, _state("one")) for _ in range(4)] == [True, True, True, False]
    assert await _passes(limit, _state("two"))


async def test_many_tabs_and_logins_of_one_member_count_as_one_from_wherever() -> None:
    ana = await make_member("ana")
    tokens = [await login(ana) for _ in range(2)]
    for token in tokens:
        await sessions.viewer_of(token_hash(token))
    limit = EventLimit()
    tabs = [_state(str(number), address=f"192.0.2.{number}", token=tokens[number % 2]) for number in range(5)]
    assert [await _passes(limit, tab) for tab in tabs] == [True, True, True, False, False]


async def test_many_tabs_of_one_address_are_limited_together() -> None:
    limit = EventLimit()
    assert [await _passes(limit, _state(str(number))) for number in range(8)] == [True] * 6 + [False] * 2
    near = [await _passes(limit, _state(f"6-{number}", address=f"2001:db8::{number}")) for number in range(8)]
    assert near == [True] * 6 + [False] * 2
    assert await _passes(limit, _state("other", address="192.0.2.2"))
