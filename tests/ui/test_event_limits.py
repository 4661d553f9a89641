"""What a browser sends is looked through before any handler sees it."""

import importlib
import inspect
from types import SimpleNamespace
from typing import Any, cast

import pytest
from reflex.state import BaseState, StateUpdate
from reflex_base.registry import RegistrationContext

from tests.screens import tab
from wtsocial.ui.event_limits import EventShape
from wtsocial.ui.field_checks import TypingState

importlib.import_module("wtsocial.pages.routes")

HALF = "\ud83d"
OURS = sorted(name for name, one in RegistrationContext.get().event_handlers.items() if one.handler.fn.__module__.startswith("wtsocial."))


async def sent(name: str, payload: dict[str, Any], page: dict[str, Any] | None = None) -> StateUpdate | None:
    """What EventShape says to an event."""
    state_cls = RegistrationContext.get().event_handlers[name].states[0]
    event = SimpleNamespace(name=name, payload=payload, state_cls=state_cls)
    return await EventShape().preprocess(cast(Any, None), tab(page=page), event)


def errors(update: StateUpdate | None, state: type[BaseState]) -> dict[str, str]:
    assert update is not None
    said = update.delta[state.get_full_name()]["errors_rx_state_"]
    return {field: error["key"] for field, error in said.items()}


def arguments(name: str) -> list[str]:
    takes = inspect.signature(RegistrationContext.get().event_handlers[name].handler.fn).parameters
    return [argument for argument in takes if argument != "self"]


@pytest.mark.parametrize("text", [HALF, "\x00", "fine \udfff", "a\x00b"], ids=ascii)
async def test_no_argument_of_any_handler_brings_half_a_character_or_a_nul_through(text: str) -> None:
    tried = 0
    for name in OURS:
        for argument in arguments(name):
            for value in (text, {"headline": text}, {text: "x"}, [text], {"a": [{"b": [text]}]}):
                refused = await sent(name, {argument: value})
                assert refused is not None, f"{name}({argument}) took it"
                assert text not in str(refused)
                tried += 1
    assert tried > 300


async def test_the_refusal_stands_at_the_field_and_says_what_is_wrong() -> None:
    [publish] = [name for name in OURS if name.endswith("submit_state.publish")]
    state = cast(Any, RegistrationContext.get().event_handlers[publish].states[0])
    assert errors(await sent(publish, {"typed": {"headline": "x", "text": f"a{HALF}"}}), state) == {"text": "error.characters"}
    assert errors(await sent(publish, {"typed": {"headline": "x", "link": "https://a.example/\x00"}}), state) == {"link": "link.characters"}
    assert errors(await sent(publish, {"typed": {HALF: "x"}}), state) == {"": "error.not_understood"}


async def test_what_was_typed_into_a_field_by_itself_is_refused_at_that_field() -> None:
    for handler, answer in (("name", {"username": "username.characters"}), ("email", {"email": "error.characters"})):
        assert errors(await sent(f"{TypingState.get_full_name()}.{handler}", {"typed": f"ana{HALF}"}), TypingState) == answer


@pytest.mark.parametrize(
    "page",
    [
        {"pathname": f"/w/{HALF}"},
        {"asPath": "/all?x=\x00"},
        {"asPath": "/log?subwiki=%00"},
        {"asPath": "/w/a%00b"},
        {"query": {"slug": HALF}},
        {"query": {"x": ["a", HALF]}},
    ],
)
async def test_no_event_comes_from_an_address_that_is_no_text(page: dict[str, Any]) -> None:
    assert await sent(f"{TypingState.get_full_name()}.open", {}, page) is not None
    assert await sent(f"{TypingState.get_full_name()}.open", {}, {"pathname": "/w/שלום", "query": {"slug": "👍"}}) is None
    assert await sent(f"{TypingState.get_full_name()}.open", {}, {"asPath": "/tag/%D7%A9?x=100%25&y=%2500"}) is None


@pytest.mark.parametrize("text", ["", "👍🏽", "שלום", "a\tb\nc", "\u200d", "\ufffd", "\U0010ffff", "x" * 60_000])
async def test_any_whole_text_comes_through(text: str) -> None:
    assert await sent(f"{TypingState.get_full_name()}.name", {"typed": text}) is None


async def test_what_is_nested_or_numerous_beyond_reason_is_refused() -> None:
    deep: Any = "x"
    for _ in range(2000):
        deep = [deep]
    for payload in (deep, ["x"] * 100_000, [[[]] * 1000] * 1000):
        assert await sent(f"{TypingState.get_full_name()}.name", {"typed": payload}) is not None


async def test_arguments_of_another_type_are_refused() -> None:
    for payload in ({"typed": 1}, {"typed": None}, {}, {"typed": "a", "more": 1}):
        assert errors(await sent(f"{TypingState.get_full_name()}.name", payload), TypingState) == {"": "error.not_understood"}
