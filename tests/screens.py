"""States for tests: a screen's handlers called as a browser would, without a browser."""

from typing import Any, TypeVar

import reflex as rx
from reflex.constants import RouteVar
from reflex.istate.data import RouterData

from tests.factories import login
from wtsocial.accounts.views import Viewer
from wtsocial.core.tokens import session_cookie, token_hash

S = TypeVar("S", bound=rx.State)


async def screen(state: type[S], by: Viewer | None = None, *, path: str = "/", sid: str = "") -> S:
    """A fresh state, as the browser of `by` (nobody logged in unless given) has it on the page `path`; `sid` is its socket."""
    root: Any = rx.State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    # What guards.SessionCookie leaves of the cookie: the token's hash.
    cookie = f"{session_cookie()}={token_hash(await login(by))}" if by else ""
    router = {"headers": {"cookie": cookie}, RouteVar.PATH: path, RouteVar.ORIGIN: path, RouteVar.SESSION_ID: sid}
    root.router_data = router
    root.router = RouterData.from_router_data(router)
    return root.get_substate(state.get_full_name().split("."))


def goes(state: rx.State, path: str) -> None:
    """The browser shows another page of the site with the same states."""
    root: Any = state._get_root_state()
    root.router_data = {**root.router_data, RouteVar.PATH: path, RouteVar.ORIGIN: path}
    root.router = RouterData.from_router_data(root.router_data)


def tab(*, sid: str = "", address: str = "", cookie: str = "", page: dict[str, Any] | None = None) -> Any:
    """The root of a tab's states, as an event of its socket `sid` finds it; `page` is what the browser said of its page."""
    root: Any = rx.State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    connection = {RouteVar.SESSION_ID: sid, RouteVar.CLIENT_IP: address, "headers": {"cookie": cookie}}
    root.router = RouterData.from_router_data(connection)
    root.router_data = page or {}
    return root


async def fire(state: rx.State, handler: str, *arguments: Any) -> Any:
    """Call a handler of a state with whatever a browser sends."""
    return await getattr(type(state), handler).fn(state, *arguments)
