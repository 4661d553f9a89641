"""The database away, from the side of who presses: every event is answered, and no form stays busy."""

import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, get_type_hints

import pytest
import reflex as rx
from sqlmodel import select

from tests.factories import make_member, make_post, make_subwiki
from tests.outages import take_database_away
from tests.screens import fire, screen
from wtsocial import db, wtsocial
from wtsocial.accounts.idempotency import KEY_ROW
from wtsocial.accounts.sessions import viewer_of
from wtsocial.core.errors import DatabaseAway, OutcomeUnknown, Unavailable
from wtsocial.db import session
from wtsocial.db.migrations import HOME
from wtsocial.models import Comment
from wtsocial.pages.edit.state import EditState
from wtsocial.pages.post.state import CommentState
from wtsocial.pages.submit import state as submitting
from wtsocial.pages.submit.state import PLACE, SubmitState
from wtsocial.ui import call
from wtsocial.ui.event_limits import say_broken
from wtsocial.ui.session import SessionState

KEY = "0123456789abcdef"
AWAY = {"": {"key": "error.database_away", "params": {}}}


def _states(root: type[rx.State]) -> Iterator[type[rx.State]]:
    for state in root.get_substates():
        if state.__module__.startswith("wtsocial."):
            yield state  # pyright: ignore[reportReturnType] # all are
        yield from _states(state)  # pyright: ignore[reportArgumentType]


def _is_ours(handler: Any) -> bool:
    return handler.fn.__module__.startswith("wtsocial.") and not handler.is_background


def _handlers() -> list[tuple[type[rx.State], str]]:
    assert wtsocial.app
    found = sorted(_states(rx.State), key=lambda state: state.get_full_name())
    return [(state, name) for state in found for name, handler in state.event_handlers.items() if _is_ours(handler)]


SAMPLES: dict[Any, Any] = {str: "ice", int: 1, bool: True}


def _sample(hint: Any) -> Any:
    return SAMPLES.get(hint, {"place": "x", "text": "ice", "idempotency_key": KEY})


async def _press(state: rx.State, name: str) -> list[Any]:
    """Call a handler with something of each kind that it takes; what it yields."""
    function = type(state).event_handlers[name].fn
    hints = get_type_hints(function)
    given = [_sample(hints.get(each)) for each in list(inspect.signature(function).parameters)[1:]]
    answer = function(state, *given)
    if inspect.isasyncgen(answer):
        return [event async for event in answer]
    return [await answer] if inspect.isawaitable(answer) else [answer]


async def test_every_handler_of_the_site_is_done_when_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    ana = await make_member("ana")
    pages = [(await screen(state, ana, path="/post/1"), name) for state, name in _handlers()]
    await take_database_away(monkeypatch)
    told = 0
    for page, name in pages:
        try:
            await _press(page, name)
        except Unavailable as away:
            # Reflex gives it to `say_broken`, by which the page is told.
            told += say_broken(away) is not None
        assert getattr(page, "working", False) is False, f"{type(page).__name__}.{name}"
        errors = getattr(page, "errors", {})
        assert "error.broken" not in str(errors), f"{type(page).__name__}.{name}"
        told += errors == AWAY
    assert len(pages) > 100
    assert told > 60


async def test_a_form_is_busy_no_more_and_the_same_press_goes_through_when_the_database_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, climate = await make_member("ana"), await make_subwiki()
    number = await make_post(ana, climate)
    page = await screen(EditState, ana, path=f"/post/{number}/edit")
    await fire(page, "open")
    typed = {"place": f"edit:{number}", "text": "Ice is back.", "note": "", "based_on": "1", "idempotency_key": KEY}

    async def away(_session: str) -> Any:
        raise DatabaseAway("stopped")

    with monkeypatch.context() as outage:
        outage.setattr(call.sessions, "viewer_of", away)
        busy = [page.working async for _ in EditState.event_handlers["save"].fn(page, typed)]
    assert busy == [True]
    assert (page.working, page.errors) == (False, AWAY)
    assert call.sessions.viewer_of is viewer_of
    moved = [event async for event in EditState.event_handlers["save"].fn(page, typed)]
    assert (page.working, page.errors, len([event for event in moved if event is not None])) == (False, {}, 1)


async def test_a_sheet_learns_that_it_was_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    page = await screen(CommentState, await make_member("ana"), path="/post/1")
    await take_database_away(monkeypatch)
    await fire(page, "comment", {"post_id": "1", "text": "Ice"})
    assert (page.answered, page.done, page.errors) == (1, 0, AWAY)


async def test_after_a_commit_whose_answer_was_lost_the_same_press_finds_out(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, climate = await make_member("ana"), await make_subwiki()
    number = await make_post(ana, climate)
    page = await screen(CommentState, ana, path=f"/post/{number}")
    form = {"post_id": str(number), "text": "Ice", "idempotency_key": KEY}
    told = session._tell

    async def lose_the_answer(_change: object) -> None:
        raise OutcomeUnknown("the line broke")

    monkeypatch.setattr(session, "_tell", lose_the_answer)
    await fire(page, "comment", form)
    assert (page.answered, page.done, page.errors[""]["key"]) == (1, 0, "error.outcome_unknown")
    monkeypatch.setattr(session, "_tell", told)
    await fire(page, "comment", form)
    assert (page.answered, page.done, page.errors) == (2, 1, {})
    async with db.reading() as reading:
        assert len((await reading.exec(select(Comment))).all()) == 1
        assert len((await (await reading.connection()).execute(select(KEY_ROW.c.digest))).all()) == 1


async def test_what_is_being_typed_is_said_not_to_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    page = await screen(SubmitState, await make_member("ana"), path="/submit")
    await fire(page, "open")
    await take_database_away(monkeypatch)
    await fire(page, "keep", {"place": PLACE, "headline": "Ice"})
    assert page.draft == {"key": "draft.away", "params": {}}


async def test_a_page_that_is_opened_says_so_until_it_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    page = await screen(SessionState, await make_member("ana"))
    with monkeypatch.context() as outage:
        await take_database_away(outage)
        with pytest.raises(DatabaseAway) as away:
            await fire(page, "look")
        assert say_broken(away.value) is not None
        await fire(page, "say_away")
    assert page.alert == AWAY[""]


async def test_a_link_is_looked_at_no_more_when_it_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    async def turn(state: SubmitState, *_: Any) -> SubmitState:
        return state

    async def away(*_: Any, **__: Any) -> Any:
        raise DatabaseAway("stopped")

    monkeypatch.setattr(SubmitState, "__aenter__", turn, raising=False)
    monkeypatch.setattr(SubmitState, "__aexit__", turn, raising=False)
    monkeypatch.setattr(submitting, "call", away)
    page = await screen(SubmitState, await make_member("ana"), path="/submit")
    with suppress(DatabaseAway):
        await fire(page, "look_up", "https://news.example/ice")
    assert page.looking is False


def test_with_a_redis_set_reflex_still_knows_nothing_of_it() -> None:
    """Its states, its locks and its subscriptions would be away when Redis is (docs/adr/0013)."""
    asked = "import rxconfig; from reflex.utils import prerequisites as p; print(rxconfig.config.state_manager_mode.value, p.check_redis_used())"
    around = os.environ | {"WTSOCIAL_REDIS_URL": "redis://127.0.0.1:1"}
    told = subprocess.run([sys.executable, "-c", asked], cwd=HOME, env=around, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "memory False"
