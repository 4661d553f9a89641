"""A tab's connection: its socket, its cookie, its network address and its page, read as often as an event needs them.

Reflex's own `state.router` puts all of it together anew, in wrappers that follow changes, each time that one thing is read of it.
"""

from typing import Any

import reflex as rx


def sid_of(state: rx.State) -> str:
    """The tab's socket; empty before it has connected."""
    return _raw(state, "rx_router_session").session_id


def address_of(state: rx.State) -> str:
    """The network address that it comes from, as the server sees it."""
    return _raw(state, "rx_router_session").client_ip


def cookie_of(state: rx.State) -> str:
    """The cookies that it connected with, as `guards.SessionCookie` leaves them."""
    return _raw(state, "rx_router_headers").cookie


def path_of(state: rx.State) -> str:
    """The path of the page that it shows."""
    return _raw(state, "rx_router_url").path


def _raw(state: rx.State, field: str) -> Any:
    return state.get_value(field)
