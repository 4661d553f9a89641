"""From a handler to the core: who asks, are the arguments what they should be, and what to say when it is refused."""

import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from functools import lru_cache
from typing import Any, TypeVar, cast, get_type_hints

import reflex as rx
from pydantic import ConfigDict, TypeAdapter, ValidationError, validate_call

from wtsocial.accounts import sessions
from wtsocial.accounts.idempotency import RepeatedRequest, acting_once
from wtsocial.accounts.views import Viewer
from wtsocial.core.errors import Invalid, NotFound, Refusal, Unavailable
from wtsocial.core.tokens import session_of
from wtsocial.posts.drafts import deletion
from wtsocial.ui.connection import cookie_of
from wtsocial.ui.live import watch

log = logging.getLogger(__name__)

R = TypeVar("R")

_STRICT = ConfigDict(strict=True, arbitrary_types_allowed=True)


async def viewer_of(state: rx.State) -> Viewer:
    """Who sits at this browser, asked of the database at every event: a login may have ended meanwhile."""
    return await sessions.viewer_of(session_of(cookie_of(state)))


async def call(function: Callable[..., Awaitable[R]], viewer: Viewer, /, **named: object) -> R:
    """Call into the core with arguments from a browser, which may be anything: they are checked against the annotations.

    A request that was acted on before (`handling`) is answered as it was then. Raises Invalid("error.not_understood") naming the
    argument, and whatever the function refuses.
    """
    try:
        return await _checked(function)(viewer, **named)
    except RepeatedRequest as repeated:
        # What an action did not note as its answer, no handler of a form looks at (tests/test_architecture.py).
        return _returned(function).validate_python(repeated.answer) if repeated.answer is not None else cast("R", None)
    except ValidationError as wrong:
        place = wrong.errors(include_input=False, include_context=False, include_url=False)[0]["loc"]
        raise Invalid("error.not_understood", field=str(place[0]) if place else "") from None


@lru_cache(maxsize=256)
def _checked(function: Callable[..., Any]) -> Callable[..., Any]:
    return validate_call(config=_STRICT)(function)


@lru_cache(maxsize=256)
def _returned(function: Callable[..., Any]) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(function)["return"])


class Answers(rx.State, mixin=True):
    """What a screen tells the person: an error for each field ("" for the whole), and a notice of what went well."""

    errors: dict[str, dict[str, Any]] = {}
    notice: dict[str, Any] = {}


class UnknownViewer(Viewer):
    """Whoever sits there when it could not be found out: to look at anything of it raises why."""

    def __init__(self, why: Exception) -> None:
        object.__setattr__(self, "why", why)

    def __getattribute__(self, name: str) -> Any:
        """Raises the failure that kept it from being known."""
        raise object.__getattribute__(self, "why")


@asynccontextmanager
async def handling(state: Any, form: object = None, *, draft: str = "") -> AsyncIterator[Viewer]:
    """Do something for the person at this browser; a refusal becomes an error at its field, and nothing typed is lost.

    `form` is what was sent, if it is a form that changes something: sent again with the same `idempotency_key`, it changes nothing more.
    `draft` is the place of the draft that is deleted by the change, in its own transaction.
    What should not happen gets an id that the person sees and the log explains. Whatever happens, the form is `working` no more.
    """
    state.errors, state.notice = {}, {}
    try:
        viewer = await _asked(state)
        with await _acting(viewer, form, draft):
            yield viewer
    except Refusal as refusal:
        state.errors = {refusal.field: {"key": refusal.key, "params": dict(refusal.params)}}
    except Unavailable as away:
        state.errors = {"": {"key": away.key, "params": {}}}
    except Exception:  # the last place that can still tell the person
        number = secrets.token_hex(4)
        log.exception("unhandled error %s in %s", number, type(state).__name__)
        state.errors = {"": {"key": "error.broken", "params": {"id": number}}}
    finally:
        if getattr(state, "working", False):
            state.working = False


async def _asked(state: rx.State) -> Viewer:
    # The body of a `with` cannot be passed over: it fails where it begins to act for somebody.
    try:
        return await viewer_of(state)
    except Exception as failed:  # noqa: BLE001 # raised again as soon as it matters
        return UnknownViewer(failed)


async def _acting(viewer: Viewer, form: object, draft: str) -> AbstractContextManager[None]:
    if isinstance(viewer, UnknownViewer):
        return nullcontext()
    key = form.get("idempotency_key") if isinstance(form, dict) else ""
    return acting_once(viewer, key, *([deletion(viewer, draft)] if draft else []))


@asynccontextmanager
async def refreshing(state: Any) -> AsyncIterator[Viewer]:
    """Read anew what a page shows, since it changed: what the person was told meanwhile stays, unless reading is refused now."""
    said = state.errors, state.notice
    async with handling(state) as viewer:
        yield viewer
        state.errors, state.notice = said


@asynccontextmanager
async def loading_one(state: Any) -> AsyncIterator[Viewer]:
    """Open the page of one thing, like `handling`. On NotFound sets `state.missing` and stops watching the page's room."""
    state.missing = False
    async with handling(state) as viewer:
        try:
            yield viewer
        except NotFound:
            state.missing = True
            await watch(state, viewer)
