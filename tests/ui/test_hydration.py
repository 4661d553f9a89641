"""What a tab begins with: only what its page uses is made and sent, and a browser ends up with the same as by Reflex's own way."""

from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State, _diff_against_initial_state, state_snapshot_hashes
from reflex.utils.format import json_dumps
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext
from reflex_base.vars.base import AsyncComputedVar

from wtsocial.pages.edit.history_state import HistoryState
from wtsocial.pages.feed.state import FeedState
from wtsocial.ui import hydration
from wtsocial.ui.hydration import TabStates
from wtsocial.ui.session import SessionState

TOKEN: Any = BaseStateToken(ident="tab", cls=State)
Delta = dict[str, dict[str, Any]]


@pytest.fixture
def sent() -> Iterator[list[Delta]]:
    """What the browser was sent."""
    deltas: list[Delta] = []

    async def emit(_token: str, delta: Any) -> None:
        deltas.append(delta)

    async def enqueue(_token: str, *_events: Any) -> None:
        raise AssertionError("nothing is queued here")

    does: Any = {"enqueue_impl": enqueue, "emit_delta_impl": emit}
    context = EventContext(token="tab", state_manager=TabStates(), **does)
    token = EventContext.set(context)
    yield deltas
    EventContext.reset(token)


@pytest.fixture(autouse=True)
def _pages_without_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site whose pages load nothing."""

    class Site:
        def get_load_events(self, _path: str) -> list[object]:
            return []

    monkeypatch.setattr(type(RegistrationContext.get()), "app", Site())


async def _root(states: StateManagerMemory | None = None) -> Any:
    async with (states or TabStates()).modify_state(TOKEN) as root:
        return root


def _built() -> Delta:
    """What pages are built with, by Reflex."""
    return _whole().dict(initial=True)


def _whole() -> Any:
    """A tab's states as Reflex makes them, all of them."""
    return State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue] # a dataclass to pyright alone


def _after(*deltas: Delta) -> str:
    """What a browser holds after them, as JSON."""
    holds: Delta = {}
    for delta in deltas:
        for state, values in delta.items():
            holds.setdefault(state, {}).update(values)
    return json_dumps({state: dict(sorted(values.items())) for state, values in sorted(holds.items())})


async def test_a_new_tab_has_no_state_until_one_is_asked_for() -> None:
    root = await _root()
    assert dict(root.substates) == {}
    session = await root.get_state(SessionState)
    assert list(root.substates.values()) == [session]
    assert await root.get_state(SessionState) is session
    assert session.parent_state is root


async def test_every_state_of_the_site_can_be_asked_for_and_no_other() -> None:
    root, whole = await _root(), _whole()
    assert all(name in root.substates for name in whole.substates)
    assert {name: type(root.substates[name]) for name in whole.substates} == {name: type(made) for name, made in whole.substates.items()}
    assert "nowhere" not in root.substates
    with pytest.raises(KeyError):
        root.substates["nowhere"]


async def test_a_page_that_was_just_loaded_is_sent_what_it_does_not_hold(sent: list[Delta]) -> None:
    root = await _root()
    await hydration.hydrate_and_load(root, hashes=state_snapshot_hashes(_built()))
    assert [set(delta) for delta in sent] == [{State.get_full_name()}]
    (await root.get_state(SessionState)).name = "Ann"
    await hydration.hydrate_and_load(root, hashes=state_snapshot_hashes(_built()))
    assert set(sent[1]) == {State.get_full_name(), SessionState.get_full_name()}


@pytest.mark.parametrize("hashes", [None, [], ["what", "another", "build", "holds"]])
async def test_a_page_of_which_nothing_is_known_is_sent_all_states(sent: list[Delta], hashes: list[str] | None) -> None:
    root = await _root()
    (await root.get_state(SessionState)).name = "Ann"
    await hydration.hydrate_and_load(root, hashes=hashes)
    assert set(sent[0]) == set(_built())
    assert sent[0][SessionState.get_full_name()]["name_rx_state_"] == "Ann"


@pytest.mark.parametrize("fresh", [True, False])
async def test_the_browser_holds_what_it_would_by_reflexs_own_way(sent: list[Delta], fresh: bool) -> None:
    hashes = state_snapshot_hashes(_built()) if fresh else None
    ours, theirs = await _root(), await _root(StateManagerMemory())
    for root in (ours, theirs):
        (await root.get_state(SessionState)).name = "Ann"
        (await root.get_state(FeedState)).notice = {"key": "feed.done"}
        (await root.get_state(HistoryState)).revisions = []
        root._clean()
    await hydration.hydrate_and_load(ours, hashes=hashes)
    theirs.is_hydrated = False
    whole = theirs.dict()
    other = await _diff_against_initial_state(State, whole, hashes) if hashes else whole
    before = _built() if fresh else {}
    assert _after(before, *sent) == _after(before, other)


async def test_after_it_nothing_is_left_to_be_sent_and_a_change_is(sent: list[Delta]) -> None:
    root = await _root()
    await hydration.hydrate(root)
    assert root.get_delta() == {}
    (await root.get_state(SessionState)).name = "Ann"
    assert set(root.get_delta()) == {SessionState.get_full_name()}
    assert sent[0][State.get_full_name()]["is_hydrated_rx_state_"] is False


async def test_a_page_without_events_is_loaded_at_once(sent: list[Delta]) -> None:
    root = await _root()
    assert await hydration.hydrate_and_load(root) is None
    assert [len(sent), root.is_hydrated] == [1, True]


async def test_what_is_forgotten_leaves_nothing_behind() -> None:
    states = TabStates()
    root = await _root(states)
    substates = root.substates
    await root.get_state(SessionState)
    states._purge_token(TOKEN)
    assert [len(states.states), len(substates), "x" in substates, substates._root] == [0, 0, False, None]


async def test_its_stand_ins_take_what_reflexs_own_take() -> None:
    """Reflex may change them: the browser's first event is then another."""
    names = {"hydrate": set[str](), "hydrate_and_load": {"hashes"}}
    assert {name: set(getattr(hydration, name).__annotations__) - {"return", "self"} for name in names} == names
    kept: dict[str, Any] = {name: State.event_handlers[name] for name in names}
    assert {name: set(handler.fn.__annotations__) - {"return", "self", "vars"} for name, handler in kept.items()} == names


def test_no_var_takes_a_coroutine_and_none_is_worked_out_at_every_event() -> None:
    ours = [one for one in rx.State.get_substates() if one.__module__.startswith("wtsocial.")]
    assert ours
    assert [(one, name) for one in ours for name, var in one.computed_vars.items() if isinstance(var, AsyncComputedVar)] == []
    # A var that is not cached makes its state in every tab, and is worked out anew at each of its events.
    assert rx.State._always_dirty_substates == set()
