"""Hydration: what a tab's screen begins with. States are made when a page first uses them, and the browser is sent those alone."""

# Reflex leaves types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import reflex as rx
from reflex.event import EventCallback
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken, StateToken
from reflex.state import BaseState, OnLoadInternalState, State, state_snapshot_hashes
from reflex.utils.format import json_dumps
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext


class _Substates(dict[str, BaseState]):
    """The states below a tab's root, each made when it is first asked for: of the site's sixty a page uses four or five."""

    def __init__(self, root: BaseState) -> None:
        super().__init__()
        self._root: BaseState | None = root

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._class(name) is not None

    def __missing__(self, name: str) -> BaseState:
        if (state := self._class(name)) is None:
            raise KeyError(name)
        made = self[name] = state(parent_state=self._root, _reflex_internal_init=True)
        return made

    def _class(self, name: str) -> type[BaseState] | None:
        known = RegistrationContext.get().base_states
        return known.get(f"{self._root.get_full_name()}.{name}") if self._root else None

    def clear(self) -> None:
        """Let go of all of them: the root is forgotten. Nothing refers in a circle any more, so its memory is free at once."""
        super().clear()
        self._root = None


class TabStates(StateManagerMemory):
    """The states of this worker's tabs, in its memory (docs/adr/0013)."""

    def _get_or_create_state(self, token: StateToken[Any]) -> Any:
        if isinstance(token, BaseStateToken) and token.cache_key not in self.states:
            root = token.cls.get_root_state()(init_substates=False, _reflex_internal_init=True)
            object.__setattr__(root, "substates", _Substates(root))
            self.states[token.cache_key] = root
        return super()._get_or_create_state(token)


@dataclass(frozen=True)
class _Defaults:
    """What a page that was just loaded holds of every state, since it was built with it, and the hashes by which it says so."""

    states: dict[str, dict[str, Any]]
    hashes: list[str]


@cache
def _defaults() -> _Defaults:
    # No var of ours is worked out by a coroutine (tests/ui/test_hydration.py), which would have to be awaited here.
    made = State(_reflex_internal_init=True).dict(initial=True)  # pyright: ignore[reportCallIssue] # a dataclass to pyright alone
    return _Defaults(json.loads(json_dumps(made)), state_snapshot_hashes(made))


async def hydrate(self: State) -> None:
    """The whole screen: this browser holds who knows what of it."""
    await _send(self, built_with_defaults=False)


async def hydrate_and_load(self: State, hashes: list[str] | None = None) -> list[EventCallback[()]] | None:
    """A tab connects: send what it does not hold yet, then have the page's own events run.

    A page that was just loaded says by `hashes` that it holds the defaults; after a break it holds what it showed before, and says nothing.
    """
    await _send(self, built_with_defaults=hashes == _defaults().hashes)
    if not RegistrationContext.get().app.get_load_events(self.rx_router_url.path):
        self.is_hydrated = True
        return None
    return [OnLoadInternalState.on_load_internal]


async def _send(root: State, *, built_with_defaults: bool) -> None:
    root.is_hydrated = False
    used = root.dict()
    await EventContext.get().emit_delta(used if built_with_defaults else _defaults().states | used)
    root._clean()


def set_up(app: rx.App) -> None:
    """Put this in the place of Reflex's own, which makes, copies and compares all states of the site for each tab."""
    app._state_manager = TabStates()
    for handler in (hydrate, hydrate_and_load):
        State._add_event_handler(handler.__name__, handler)
    _defaults()
